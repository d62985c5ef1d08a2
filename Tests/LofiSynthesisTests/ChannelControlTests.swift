import Foundation
import LofiPlugin
import LofiScore
import Testing
@testable import LofiSoundFont
@testable import LofiSynthesis

@Suite("What a channel carries, as it sounds")
struct ChannelControlTests {
    private typealias Played = SamplePlayerTests

    private func change(_ frame: Int, _ change: ControlEvent.Change) -> ControlEvent {
        ControlEvent(tick: frame, change: change)
    }

    private func part(_ changes: [ControlEvent.Change], program: Int = 73) -> Performance.Part {
        Played.part(
            [Played.stroke(64, frames: 40_000)], role: .chords, program: program,
            controllers: changes.map { change(0, $0) })
    }

    private func warnings(_ part: Performance.Part) throws -> [String] {
        try SoundFontPlayer(
            settings: Settings(for: SoundFontPlayer.parameters),
            context: SynthesisContext(parts: [part], sampleRate: Played.rate)
        ).warnings
    }

    @Test("Channel pressure is vibrato, as deep as FluidSynth's; key pressure is nothing unless the font says so")
    func pressure() throws {
        let frames = 64 * 500
        let plain = try Played.sampled(part([]), frames: frames)
        let pressed = part([.pressure(127)])
        let (ours, theirs) = (try Played.sampled(pressed, frames: frames), try Played.fluid(pressed, frames: frames))
        let wheel = try Played.sampled(part([.controller(1, value: 127)]), frames: frames)
        // The same 50 cents as the modulation wheel's, section 8.4 of the format.
        #expect(ours.difference(wheel) < 1e-9 * wheel.energy())
        #expect(ours.difference(plain, from: 20_000) > 0.1 * plain.energy(from: 20_000))
        #expect(10 * log10(ours.difference(theirs, from: 128) / theirs.energy(from: 128)) < -6)
        let keyed = try Played.sampled(part([.keyPressure(pitch: 64, value: 127)]), frames: frames)
        #expect(keyed.difference(plain) == 0)
    }

    @Test("The SoundFont player reports what it does not follow, unless it changes nothing")
    func foreign() throws {
        let foreign: [[ControlEvent.Change]] = [
            [.controller(66, value: 127)], [.controller(68, value: 127)], [.controller(8, value: 20)],
            [.controller(65, value: 127), .controller(5, value: 20)], [.controller(126, value: 1)],
            [.controller(84, value: 60), .controller(37, value: 1)], [.generator(8, value: 4000)],
        ]
        for changes in foreign {
            #expect(try warnings(part(changes)).count == 1, "\(changes)")
            #expect(try warnings(part(changes)).first?.contains("fluidsynth") == true)
        }
        let inaudible: [[ControlEvent.Change]] = [
            [.controller(66, value: 0)], [.controller(8, value: 64)], [.controller(65, value: 127)],
            [.controller(5, value: 90)], [.controller(67, value: 127)], [.controller(91, value: 100)],
            [.controller(93, value: 100)], [.controller(74, value: 20)], [.controller(127, value: 0)],
            [.pressure(30)], [.keyPressure(pitch: 64, value: 40)], [.tuning(cents: 30)],
        ]
        for changes in inaudible { #expect(try warnings(part(changes)).isEmpty, "\(changes)") }
    }

    @Test(
        "Sound controllers, soft pedal and sends change nothing in a font without modulators for them, as in FluidSynth"
    )
    func inaudible() throws {
        let frames = 64 * 200
        let changed = part([70, 71, 72, 73, 74, 75, 67, 91, 93, 2, 4, 94].map { .controller($0, value: 10) })
        let (ours, plain) = (try Played.sampled(changed, frames: frames), try Played.sampled(part([]), frames: frames))
        #expect(ours.difference(plain) == 0)
        let (theirs, theirPlain) = (
            try Played.fluid(changed, frames: frames), try Played.fluid(part([]), frames: frames)
        )
        #expect(theirs.difference(theirPlain) == 0)
    }

    @Test("FluidSynth hears sostenuto, balance, mono and generators of a part")
    func throughFluidSynth() throws {
        let frames = 64 * 400
        func energies(_ changes: [ControlEvent], _ notes: [Note]) throws -> (with: Double, without: Double) {
            func energy(_ changes: [ControlEvent]) throws -> Double {
                try Played.fluid(
                    Played.part(notes, role: .chords, program: 89, controllers: changes), frames: frames
                ).energy(from: 20_000)
            }
            return (try energy(changes), try energy([]))
        }
        let short = [Played.stroke(64, frames: 4410)]
        let held = try energies([change(1000, .controller(66, value: 127))], short)
        #expect(held.with > 10 * held.without)
        let long = [Played.stroke(64, frames: 60_000)]
        // An attenuation of 60 dB: 600 cB, in steps of 1 for generator 48.
        let quiet = try energies([change(0, .generator(48, value: 8192 + 600))], long)
        #expect(quiet.with < 0.01 * quiet.without)
        let balance = try energies([change(0, .controller(8, value: 0))], long)
        #expect(balance.with < 0.8 * balance.without)
        // Of three keys only the last sounds on.
        let chord = [60, 64, 67].enumerated().map { Played.stroke($0.element, at: 640 * $0.offset, frames: 60_000) }
        let mono = try energies([change(0, .controller(126, value: 1))], chord)
        #expect(mono.with < 0.6 * mono.without)
    }

    private static let members: [Note] = [60, 67].enumerated().map { index, pitch in
        var note = SamplePlayerTests.stroke(pitch, frames: 30_000)
        note.member = index + 1
        return note
    }

    @Test("Each member of a part sounds with its own bend", arguments: standardSynthesizers.map { $0.kind })
    func members(kind: String) throws {
        let type = try #require(standardSynthesizers.first { $0.kind == kind })
        let bend = ControlEvent(tick: 0, change: .pitchBend(cents: 200), member: 2)
        let together = try rendered(
            [Part(name: "", role: .chords, program: 73, notes: Self.members, controllers: [bend])], by: type)
        let apart = Self.members.enumerated().map { index, note in
            var note = note
            note.member = 0
            let bend = index == 1 ? [change(0, .pitchBend(cents: 200))] : []
            return Part(name: "", role: .chords, program: 73, notes: [note], controllers: bend)
        }
        let wanted = try rendered(apart, by: type)
        let rest = zip(together, wanted).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
        let energy = wanted.reduce(0) { $0 + Double($1 * $1) }
        #expect(energy > 1 && rest < 1e-6 * energy)
    }

    private func rendered(_ parts: [Part], by type: any Synthesizer.Type) throws -> [Float] {
        let frames = 8192
        let synthesizer = try type.init(
            settings: Settings(for: type.parameters),
            context: SynthesisContext(
                parts: Performance(Score(tempoMap: Played.tempo, parts: parts), sampleRate: Played.rate).parts,
                sampleRate: Played.rate))
        let block = StemBlock(stemCount: parts.count, capacityFrames: frames)
        try synthesizer.render(into: block)
        var sum = [Float](repeating: 0, count: frames)
        for stem in parts.indices { for frame in 0..<frames { sum[frame] += block.left(stem)[frame] } }
        return sum
    }
}
