import LofiDSP
import LofiPlugin
import LofiScore
import Testing
@testable import LofiEngine

@Suite("Strips of single parts")
struct PartStripTests {
    private static let song: Score = {
        func part(_ name: String, _ role: Role, _ program: Int) -> Part {
            let notes = (0..<16).map { Note(startTick: $0 * 480, durationTicks: 480, pitch: 60 + $0 % 5, velocity: 80) }
            return Part(name: name, role: role, program: program, notes: notes)
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 80),
            parts: [part("Keys", .chords, 4), part("Lead Guitar", .melody, 24), part("Keys 2", .chords, 4)])
    }()

    private func style(_ parts: String) throws -> Style {
        try StyleReader(file: "my.yaml", catalog: .standard).read("parts:\n" + parts)
    }

    @Test("A part that is named, by its name in any case or by its number, leaves its role's strip")
    func groups() throws {
        let style = try style("  lead guitar: { pan: -1, level: -12 }\n  3: { pan: 1 }\n  chords: { level: -30 }")
        let groups = style.stripGroups(Self.song.numbered())
        #expect(groups.map(\.name) == ["3", "chords", "lead guitar"])
        #expect(groups.map(\.parts) == [[2], [0], [1]])
        // Without a level of its own a part has that of its role, not of its role's strip.
        #expect(groups.map(\.level) == [-20, -30, -12] && groups.map(\.strip.pan) == [1, 0, -1])
        #expect(style.warnings(about: Self.song.numbered()).isEmpty)
    }

    @Test("The strip's node takes the part's stem, and others can listen to it")
    func node() throws {
        let style = try style(
            "  Lead Guitar: { effects: [low-pass: {}], send: { room: 0.5 } }\nbuses:\n"
                + "  room: { effects: [duck: { from: Lead Guitar }] }")
        let stem = GraphPlan.StemUse(index: 5, gain: StereoFrame(repeating: 1))
        let plan = try style.graphPlan(stems: ["Lead Guitar": [stem]], catalog: .standard)
        let node = try #require(plan.nodes.first { $0.name == "Lead Guitar" })
        #expect(node.effects.map { $0.type.kind } == ["low-pass"] && node.sends.map(\.bus) == ["room"])
        guard case .stems(let stems) = node.source else { return #expect(Bool(false), "not a strip") }
        #expect(stems.map(\.index) == [5])
    }

    @Test("The instrument of a named part is its own")
    func instrument() throws {
        let style = try style("  melody: { instrument: vibraphone }\n  2: { instrument: felt-piano }")
        let arranged = try SongRenderer(style: style).arrange(Self.song)
        #expect(arranged.parts.first { $0.number == 2 }?.program == InstrumentName.feltPiano.program)
    }

    @Test("A part that the song lacks is a warning with the place and the nearest name")
    func missing() throws {
        let style = try style("  Lead Gitar: { pan: 0.5 }\n  9: {}")
        let warnings = style.warnings(about: Self.song.numbered())
        #expect(warnings.count == 2)
        #expect(
            warnings.first
                == "my.yaml:2: the song has no part 'Lead Gitar' (did you mean 'Lead Guitar'?): its strip is unused")
        #expect(warnings.last?.hasPrefix("my.yaml:3: the song has no part '9'") == true)
    }
}
