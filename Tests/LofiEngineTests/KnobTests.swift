import LofiPlugin
import LofiScore
import Testing
@testable import LofiEngine

@Suite("Knobs for any style")
struct KnobTests {
    private static let bare = "master: { loudness: -14 }"
    private static let names = ["dust", "wobble", "warmth", "rain", "space"]

    private func style(_ document: StyleDocument, _ knob: String, _ amount: Double) throws -> Style {
        var document = document
        try document.turn(knob, to: amount)
        return try document.style()
    }

    private func preset(_ name: String = "dusty-tape") throws -> StyleDocument {
        try StyleLibrary(userFolder: nil).style(name).document
    }

    @Test("Each knob turns on every preset and on a bare style, from 0 to 100, and the graph stays sound")
    func everywhere() throws {
        #expect(try KnobBook.standard().map(\.name) == Self.names)
        let library = StyleLibrary(userFolder: nil)
        let bare = try StyleDocument(Self.bare, file: "bare.yaml", catalog: .standard)
        for document in try library.entries().map({ try library.style($0.name).document }) + [bare] {
            for knob in Self.names {
                for amount in [0.0, 1, 50, 100] {
                    _ = try style(document, knob, amount).graphPlan(stems: [:], catalog: .standard)
                }
            }
        }
    }

    /// Values by hand: (share)^1.5 of 0.5 is 0.353553, its root 0.707107.
    @Test("A knob at 50 moves each setting to where its curve says")
    func values() throws {
        func values(_ use: Style.PluginUse?, _ keys: String...) -> [Double] {
            keys.compactMap { use?.settings.number($0) }
        }
        let tape = try preset()
        func effect(_ knob: String, _ kind: String) throws -> Style.PluginUse? {
            let style = try style(tape, knob, 50)
            return (style.buses.flatMap(\.effects) + style.master.effects).first { $0.kind == kind }
        }
        func layer(_ kind: String) throws -> Style.PluginUse? {
            try style(tape, kind == "vinyl" ? "dust" : "rain", 50).layers.first { $0.use.kind == kind }?.use
        }
        #expect(values(try layer("vinyl"), "level", "crackle", "pops") == [-50, 424.264, 21.213])
        #expect(values(try layer("rain"), "level", "intensity") == [-46, 0.55])
        #expect(values(try effect("wobble", "wow-flutter"), "wow", "flutter") == [0.354, 0.071])
        #expect(values(try effect("warmth", "tape"), "drive") == [6])
        #expect(values(try effect("warmth", "low-pass"), "cutoff") == [8221.825])
        #expect(values(try effect("space", "reverb"), "time") == [1.431])
        // The others of the style's settings stay.
        let before = (try tape.style().buses.flatMap(\.effects)).first { $0.kind == "tape" }
        #expect(try effect("warmth", "tape")?.settings.text("machine") == before?.settings.text("machine"))
    }

    @Test("At 0 what a knob adds is taken away; where nothing is, it is added in its place")
    func absence() throws {
        let bare = try StyleDocument(Self.bare, file: "bare.yaml", catalog: .standard)
        #expect(try style(preset(), "dust", 0).layers.allSatisfy { $0.use.kind != "vinyl" })
        #expect(try style(preset(), "warmth", 0).buses.flatMap(\.effects).allSatisfy { $0.kind != "tape" })
        let rain = try #require(try style(bare, "rain", 30).layers.first)
        #expect(rain.use.kind == "rain" && rain.bus == "master")
        #expect(try style(bare, "wobble", 30).master.effects.map(\.kind) == ["wow-flutter"])
        #expect(try style(bare, "space", 0).buses.isEmpty)
        let space = try style(bare, "space", 50)
        #expect(space.buses.map(\.name) == ["space"])
        #expect(abs((space.strips[.chords]?.sends.first?.amount ?? 0) - 0.35) < 1e-9)
        #expect(abs((space.strips[.drums]?.sends.first?.amount ?? 0) - 0.1) < 1e-9)
    }

    @Test("Space keeps the distances between the sends")
    func space() throws {
        let before = try preset().style(), wide = try style(preset(), "space", 100)
        func amount(_ style: Style, _ role: Role) throws -> Double {
            try #require(style.strips[role]?.sends.first?.amount)
        }
        #expect(abs(try amount(wide, .melody) - 0.7) < 1e-9)
        let ratio = try amount(wide, .drums) / amount(wide, .melody)
        #expect(abs(try ratio - amount(before, .drums) / amount(before, .melody)) < 1e-9)
    }

    @Test("Beyond 0 and 100 is refused by the option's name", arguments: [-1, 101, Double.nan])
    func range(amount: Double) throws {
        var document = try preset()
        let error = #expect(throws: StyleError.self) { try document.turn("dust", to: amount) }
        #expect(error?.description.hasPrefix("--dust ") == true)
    }

    @Test("A mistake in the knobs' file has its line")
    func mistakes() {
        for (yaml, reason) in [
            ("dust:\n  moves:\n    - { plugin: vinyl }", "my.yaml:3: a move needs 'plugin' and 'in'"),
            ("dust:\n  move: []", "my.yaml:2: unknown key of a knob 'move' (did you mean 'moves'?)"),
            (
                "dust:\n  moves:\n    - { plugin: x, in: layers, set: { a: { from: 0, to: 1, curve: exponential } } }",
                "my.yaml:3: an exponential curve needs"
            ),
        ] {
            let error = #expect(throws: StyleError.self) { try KnobBook.knobs(yaml, file: "my.yaml") }
            #expect(error?.description.hasPrefix(reason) == true, "\(error?.description ?? "")")
        }
    }

    @Test("An exponential curve goes in equal ratios")
    func exponential() {
        let curve = Knob.Curve(start: 100, end: 10_000, shape: .exponential)
        #expect(abs(curve.value(0.5) - 1000) < 1e-9 && curve.value(0) == 100)
    }
}
