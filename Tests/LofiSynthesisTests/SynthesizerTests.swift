import Foundation
import LofiPlugin
import LofiScore
import Testing
@testable import LofiSoundFont
@testable import LofiSynthesis

/// What holds for every synthesizer that comes with lofi-render.
@Suite("Every synthesizer", .serialized)
struct SynthesizerTests {
    private typealias Played = SamplePlayerTests

    private static let kinds = standardSynthesizers.map { $0.kind }

    private func type(_ kind: String) throws -> any Synthesizer.Type {
        try #require(standardSynthesizers.first { $0.kind == kind })
    }

    private func change(_ frame: Int, _ number: Int, _ value: Int) -> ControlEvent {
        ControlEvent(tick: frame, change: .controller(number, value: value))
    }

    /// Energy of a stretch of a sound, dB.
    private func level(_ sound: Played.Sound, _ frames: Range<Int>) -> Double {
        10
            * log10(
                frames.reduce(1e-20) {
                    $0 + Double(sound.left[$1] * sound.left[$1] + sound.right[$1] * sound.right[$1])
                })
    }

    /// The mean frequency of a stretch by its zero crossings, Hz.
    private func frequency(_ sound: Played.Sound, _ frames: Range<Int>) -> Double {
        let crossings = frames.dropLast().filter { sound.left[$0] < 0 && sound.left[$0 + 1] >= 0 }
        guard let first = crossings.first, let last = crossings.last, crossings.count > 2 else { return 0 }
        func exact(_ frame: Int) -> Double {
            let (before, after) = (Double(sound.left[frame]), Double(sound.left[frame + 1]))
            return Double(frame) - before / (after - before)
        }
        return Double(crossings.count - 1) * Double(Played.rate) / (exact(last) - exact(first))
    }

    /// A font with a looped sine of 441 Hz at key 69.
    private func sineFont(_ settings: [(SoundFontDesign.Generator, Int)] = []) throws -> URL {
        var design = SoundFontDesign()
        let sample = design.add(
            SoundFontDesign.Sample(
                name: "sine", samples: (0..<1000).map { sin(2 * Double.pi * Double($0) / 100) },
                sampleRate: Played.rate,
                rootKey: 69, correctionCents: 0, loop: 100..<900))
        let zone = SoundFontDesign.Zone(keys: 0...127, sample: sample, settings: [(.sampleModes, 1)] + settings)
        let instrument = design.add(SoundFontDesign.Instrument(name: "sine", zones: [zone]))
        design.presets = [SoundFontDesign.Preset(name: "sine", bank: 0, program: 0, instrument: instrument)]
        let url = FileManager.default.temporaryDirectory.appending(path: "sine-\(UUID().uuidString).sf2")
        try Data(SoundFontWriter.bytes(design)).write(to: url)
        return url
    }

    private func tone(_ key: Int, velocity: Int = 127, controllers: [ControlEvent] = []) -> Performance.Part {
        Played.part(
            [Played.stroke(key, velocity: velocity, frames: 22_050)], role: .chords, controllers: controllers)
    }

    @Test("Keys are in tune to 2.5 cents, and a bend moves them by what it says", arguments: kinds)
    func tuning(kind: String) throws {
        let url = try sineFont()
        defer { try? FileManager.default.removeItem(at: url) }
        for key in [45, 57, 69, 81] {
            let bend = ControlEvent(tick: 0, change: .pitchBend(cents: 150))
            for (controllers, cents) in [([], 0.0), ([bend], 150.0)] {
                let part = tone(key, controllers: controllers)
                let sound = try Played.sound(part, by: type(kind), font: .file(url.path), frames: 16_384)
                let wanted = 441 * exp2((Double(key - 69) * 100 + cents) / 1200)
                let error = 1200 * log2(frequency(sound, 4000..<16_000) / wanted)
                #expect(abs(error) < 2.5, "key \(key), bend \(cents): \(error) cents off")
            }
        }
    }

    @Test("Velocity, volume and expression go by their squares (SoundFont 2.04, section 8.4)", arguments: kinds)
    func levels(kind: String) throws {
        let url = try sineFont()
        defer { try? FileManager.default.removeItem(at: url) }
        func loudness(_ part: Performance.Part) throws -> Double {
            level(try Played.sound(part, by: type(kind), font: .file(url.path), frames: 16_384), 4096..<16_384)
        }
        let full = try loudness(tone(69, controllers: [change(0, 7, 127)]))
        for value in [32, 64, 100] {
            let wanted = 40 * log10(Double(value) / 127)
            let byVelocity = try loudness(tone(69, velocity: value, controllers: [change(0, 7, 127)])) - full
            let byVolume = try loudness(tone(69, controllers: [change(0, 7, value)])) - full
            let byExpression = try loudness(tone(69, controllers: [change(0, 7, 127), change(0, 11, value)])) - full
            for (name, measured) in [("velocity", byVelocity), ("volume", byVolume), ("expression", byExpression)] {
                #expect(abs(measured - wanted) < 0.2, "\(name) \(value): \(measured) dB, \(wanted) expected")
            }
        }
    }

    @Test(
        "An attack rises for as long as the font says, a release falls by 96 dB in its time, as FluidSynth has it",
        arguments: kinds)
    func envelopes(kind: String) throws {
        // 0.2 s up, 1 s down.
        let url = try sineFont([(.attack, -2786), (.release, 0)])
        defer { try? FileManager.default.removeItem(at: url) }
        let sound = try Played.sound(tone(69), by: type(kind), font: .file(url.path), frames: 60_000)
        let full = level(sound, 12_000..<14_000)
        #expect(abs(level(sound, 3410..<5410) - (full - 6.02)) < 0.5)
        let after = 22_050 + 13_230
        let fall = level(sound, (after - 100)..<(after + 100)) - level(sound, (after - 4510)..<(after - 4310))
        #expect(abs(fall + 9.6) < 0.2, "\(fall) dB in 0.1 s")
    }

    @Test("A note of an exclusive class ends the one before", arguments: kinds)
    func exclusiveClass(kind: String) throws {
        let open = Played.stroke(46, frames: 40_000)
        let alone = try Played.sound(Played.part([open]), by: type(kind), frames: 24_000)
        let ended = try Played.sound(
            Played.part([open, Played.stroke(42, at: 6400, velocity: 1)]), by: type(kind), frames: 24_000)
        #expect(level(ended, 14_400..<24_000) < level(alone, 14_400..<24_000) - 7)
    }

    @Test("The pedal holds a note, and lets it go", arguments: kinds)
    func pedal(kind: String) throws {
        let url = try sineFont()
        defer { try? FileManager.default.removeItem(at: url) }
        let pedal = [change(100, 64, 127), change(40_000, 64, 0)]
        let sound = try Played.sound(
            tone(69, controllers: pedal), by: type(kind), font: .file(url.path), frames: 48_000)
        #expect(abs(level(sound, 30_000..<32_000) - level(sound, 10_000..<12_000)) < 0.1)
        #expect(level(sound, 44_000..<46_000) < level(sound, 10_000..<12_000) - 60)
    }

    @Test("Seeking gives what playing from the beginning gives, without older notes", arguments: kinds)
    func seek(kind: String) throws {
        let quiet = change(10, 7, 20)
        let part = Played.part([Played.stroke(36), Played.stroke(36, at: 44_100)], controllers: [quiet])
        let whole = try Played.sound(part, by: type(kind), frames: 52_000)
        for start in [30_000, 30_001, 43_999] {
            let late = try Played.sound(part, by: type(kind), from: start, frames: 52_000 - start)
            #expect(late.left[..<(44_000 - start)].allSatisfy { $0 == 0 })
            let rest = Played.Sound(left: Array(whole.left[start...]), right: Array(whole.right[start...]))
            // A voice of FluidSynth's that has played before starts a little differently: -45 dB here.
            let difference = 10 * log10(late.difference(rest) / rest.energy())
            #expect(rest.energy() > 1e-4 && difference < -40, "from \(start): \(difference) dB")
        }
        // Back to the beginning: everything is as new.
        let synthesizer = try type(kind).init(
            settings: Settings(for: type(kind).parameters),
            context: SynthesisContext(parts: [part], sampleRate: Played.rate))
        _ = try Played.sound(synthesizer, frames: 10_000)
        try synthesizer.seek(to: 0)
        let again = try Played.sound(synthesizer, frames: 52_000)
        #expect(again.difference(whole) < 1e-4 * whole.energy())
    }

    @Test("The samples do not depend on the lengths of the blocks, and are the same every time", arguments: kinds)
    func blocks(kind: String) throws {
        let drums = (0..<24).map { Played.stroke([36, 42, 46, 38, 49][$0 % 5], at: $0 * 911, velocity: 40 + 3 * $0) }
        // Loops, filters that move, up to twelve voices together.
        let chords = (0..<24).map { Played.stroke(45 + 5 * ($0 % 6), at: $0 / 3 * 2911, velocity: 40 + 3 * $0) }
        let parts = [Played.part(drums)] + [4, 24, 89].map { Played.part(chords, role: .chords, program: $0) }
        for (index, part) in parts.enumerated() {
            let whole = try Played.sound(part, by: type(kind), frames: 30_000, blocks: [30_000])
            #expect(whole.energy() > 1)
            for lengths in [[30_000], [64], [1, 7, 250], [1000], [4096]] {
                let cut = try Played.sound(part, by: type(kind), frames: 30_000, blocks: lengths)
                #expect(cut.left == whole.left && cut.right == whole.right, "part \(index), blocks \(lengths)")
            }
        }
    }

    @Test("Nothing sounds later than the tail that was declared", arguments: kinds)
    func tail(kind: String) throws {
        for program in [0, 48, 89] {
            let part = Played.part([Played.stroke(60, frames: 4410)], role: .chords, program: program)
            let synthesizer = try type(kind).init(
                settings: Settings(for: type(kind).parameters),
                context: SynthesisContext(parts: [part], sampleRate: Played.rate))
            let end = 4410 + synthesizer.tailFrames
            let sound = try Played.sound(synthesizer, frames: end + 22_050)
            #expect(synthesizer.tailFrames > 0 && sound.energy() > 1e-3)
            #expect(sound.left[(end + 512)...].allSatisfy { abs($0) < 3e-5 }, "program \(program)")
        }
    }

    @Test("Two thousand notes at once are played and finite", arguments: kinds)
    func manyVoices(kind: String) throws {
        let notes = (0..<2000).map { Played.stroke(35 + $0 % 40, at: $0 / 40, velocity: 127) }
        let sound = try Played.sound(Played.part(notes), by: type(kind), frames: 4410)
        #expect(sound.left.allSatisfy(\.isFinite) && sound.energy() > 1)
    }

    @Test("A SoundFont that is missing is refused by name", arguments: kinds)
    func missingFont(kind: String) throws {
        #expect(throws: SynthesisError.soundFont("/nowhere/no.sf2", reason: "No such file or directory")) {
            try Played.sound(tone(60), by: type(kind), font: .file("/nowhere/no.sf2"), frames: 64)
        }
    }

    @Test("A preset that a font lacks is reported, and the built-in font plays it", arguments: kinds)
    func missingPreset(kind: String) throws {
        let url = try sineFont()
        defer { try? FileManager.default.removeItem(at: url) }
        let parts = [
            tone(60), Played.part([Played.stroke(60)], role: .melody, program: 73), Played.part([Played.stroke(36)]),
        ]
        let synthesizer = try type(kind).init(
            settings: Settings(for: type(kind).parameters),
            context: SynthesisContext(parts: parts, sampleRate: Played.rate, soundFont: .file(url.path)))
        #expect(
            synthesizer.warnings == [
                "\(url.path) has no bank 0 program 73; the built-in SoundFont's program 73 plays instead",
                "\(url.path) has no drum kit 0; the built-in SoundFont's kit 0 plays instead",
            ])
        let block = StemBlock(stemCount: 3, capacityFrames: 4096)
        try synthesizer.render(into: block)
        for stem in 0..<3 {
            let peak = UnsafeBufferPointer(start: block.left(stem), count: 4096).map { abs($0) }.max() ?? 0
            #expect(peak > 0.001, "stem \(stem)")
        }
    }

    @Test("FluidSynth with shared samples sounds as it does with the font that it loads itself, to 60 dB")
    func ownLoader() throws {
        // Legato without a second note under it changes nothing but the loader.
        let byFluidSynth = change(200_000, 68, 127)
        for program in [0, 4, 11, 24, 33, 48, 73, 89] {
            let notes = [
                Played.stroke(48, velocity: 50, frames: 30_000),
                Played.stroke(64, at: 3000, velocity: 100, frames: 9000),
                Played.stroke(79, at: 12_000, velocity: 120, frames: 9000),
            ]
            let controllers = [change(6400, 1, 90), change(12_800, 64, 127), change(16_000, 10, 20)]
            let part = Played.part(notes, role: .chords, program: program, controllers: controllers)
            let own = Played.part(notes, role: .chords, program: program, controllers: controllers + [byFluidSynth])
            let (shared, loaded) = (try Played.fluid(part, frames: 44_100), try Played.fluid(own, frames: 44_100))
            let rest = 10 * log10(shared.difference(loaded) / loaded.energy())
            #expect(loaded.energy() > 1e-2 && rest < -60, "program \(program): \(rest) dB")
        }
    }
}
