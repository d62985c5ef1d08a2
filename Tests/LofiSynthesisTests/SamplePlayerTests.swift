import Foundation
import LofiPlugin
import LofiScore
import Testing
@testable import LofiSoundFont
@testable import LofiSynthesis

@Suite("Parts from samples")
struct SamplePlayerTests {
    static let rate = 44100
    /// A tick is a frame: 44,100 of them in a quarter of one second.
    static let tempo = TempoMap(
        ticksPerQuarter: 44100, changes: [TempoMap.Change(tick: 0, picosecondsPerQuarter: 1_000_000_000_000)])

    struct Sound {
        var left: [Float]
        var right: [Float]

        func energy(from: Int = 0) -> Double {
            zip(left, right).dropFirst(from).reduce(0) { $0 + Double($1.0 * $1.0 + $1.1 * $1.1) }
        }

        func difference(_ other: Sound, from: Int = 0) -> Double {
            Sound(left: zip(left, other.left).map { $0 - $1 }, right: zip(right, other.right).map { $0 - $1 }).energy(
                from: from)
        }
    }

    static func part(
        _ notes: [Note], role: Role = .drums, program: Int = 0, controllers: [ControlEvent] = []
    ) -> Performance.Part {
        let part = Part(
            name: "", role: role, program: program, channel: role == .drums ? 9 : 0, notes: notes,
            controllers: controllers)
        return Performance(Score(tempoMap: tempo, parts: [part]), sampleRate: rate).parts[0]
    }

    static func stroke(_ pitch: Int, at frame: Int = 0, velocity: Int = 100, frames: Int = 4410) -> Note {
        Note(startTick: frame, durationTicks: frames, pitch: pitch, velocity: velocity)
    }

    static func sampled(
        _ part: Performance.Part, font: SoundFontSource = .builtIn, frames: Int, blocks: [Int] = [2048]
    ) throws -> Sound { try sound(part, by: SoundFontPlayer.self, font: font, frames: frames, blocks: blocks) }

    static func fluid(_ part: Performance.Part, font: SoundFontSource = .builtIn, frames: Int) throws -> Sound {
        try sound(part, by: FluidSynth.self, font: font, frames: frames)
    }

    /// What a synthesizer makes of a part.
    /// - Parameter blocks: lengths of the blocks, over and over.
    static func sound(
        _ part: Performance.Part, by type: any Synthesizer.Type, font: SoundFontSource = .builtIn, from start: Int = 0,
        frames: Int, blocks: [Int] = [2048]
    ) throws -> Sound {
        let synthesizer = try type.init(
            settings: Settings(for: type.parameters),
            context: SynthesisContext(parts: [part], sampleRate: rate, soundFont: font))
        if start > 0 { try synthesizer.seek(to: start) }
        return try sound(synthesizer, frames: frames, blocks: blocks)
    }

    static func sound(_ synthesizer: any Synthesizer, frames: Int, blocks: [Int] = [2048]) throws -> Sound {
        let block = StemBlock(stemCount: 1, capacityFrames: blocks.max() ?? frames)
        var sound = Sound(left: [], right: [])
        var turn = 0
        while sound.left.count < frames {
            block.frameCount = min(blocks[turn % blocks.count], frames - sound.left.count)
            try synthesizer.render(into: block)
            sound.left += UnsafeBufferPointer(start: block.left(0), count: block.frameCount)
            sound.right += UnsafeBufferPointer(start: block.right(0), count: block.frameCount)
            turn += 1
        }
        return sound
    }

    @Test("A font sounds as FluidSynth plays it", arguments: [0, 25, 40])
    func asFluidSynth(kit: Int) throws {
        for pitch in [35, 36, 38, 42, 46, 49, 51, 56, 64, 70] {
            for velocity in [30, 100] {
                let part = Self.part([Self.stroke(pitch, velocity: velocity)], program: kit)
                let frames = 64 * 300
                let (ours, theirs) = (
                    try Self.sampled(part, frames: frames), try Self.fluid(part, frames: frames)
                )
                // Their first 64 frames rise from nothing whatever the font says.
                let level = 10 * log10(ours.energy(from: 128) / theirs.energy(from: 128))
                let rest = 10 * log10(ours.difference(theirs, from: 128) / theirs.energy(from: 128))
                #expect(abs(level) < 0.1, "kit \(kit), key \(pitch), velocity \(velocity): \(level) dB")
                // FluidSynth rounds a pitch to whole cents, which drifts apart where noise or metal is tuned by the stroke; and
                // it passes cymbals, whose filter is open, through a filter at 20 kHz, which turns their phases.
                guard ![38, 42, 46, 49, 51, 56, 64].contains(pitch) else { continue }
                #expect(rest < -36, "kit \(kit), key \(pitch), velocity \(velocity): \(rest) dB")
            }
        }
    }

    @Test("A stroke sounds at its very frame", arguments: [1, 63, 64, 777, 2047, 2048, 5001])
    func exactOnset(frame: Int) throws {
        let length = 4096
        let first = try Self.sampled(Self.part([Self.stroke(38)]), frames: length)
        let later = try Self.sampled(Self.part([Self.stroke(38, at: frame)]), frames: frame + length)
        #expect(first.energy() > 1e-3)
        #expect(later.left[..<frame].allSatisfy { $0 == 0 })
        #expect(later.left.firstIndex { $0 != 0 } == first.left.firstIndex { $0 != 0 }.map { $0 + frame })
        // The envelope is a line from one 64th frame to the next, wherever those lie in the stroke.
        let moved = Sound(left: Array(later.left[frame...]), right: Array(later.right[frame...]))
        #expect(moved.difference(first) < 3e-5 * first.energy())
    }

    @Test("A closed hat ends an open one, as FluidSynth's does")
    func choke() throws {
        let frames = 64 * 500
        let open = Self.stroke(46, frames: 40_000)
        let part = Self.part([open, Self.stroke(42, at: 6400, velocity: 1)])
        let (ours, theirs) = (try Self.sampled(part, frames: frames), try Self.fluid(part, frames: frames))
        let free = try Self.sampled(Self.part([open]), frames: frames)
        let late = 6400 + 8000
        #expect(ours.energy(from: late) < 0.2 * free.energy(from: late))
        #expect(abs(10 * log10(ours.energy(from: 6500) / theirs.energy(from: 6500))) < 0.5)
    }

    @Test("Volume, expression and pan are followed, also by what sounds already")
    func controllers() throws {
        func change(_ frame: Int, _ number: Int, _ value: Int) -> ControlEvent {
            ControlEvent(tick: frame, change: .controller(number, value: value))
        }
        let crash = [Self.stroke(49, frames: 60_000)]
        let frames = 64 * 400
        let plain = try Self.sampled(Self.part(crash), frames: frames)
        for (number, value) in [(7, 40), (11, 30), (10, 0), (10, 127)] {
            let part = Self.part(crash, controllers: [change(6400, number, value)])
            let (ours, theirs) = (try Self.sampled(part, frames: frames), try Self.fluid(part, frames: frames))
            let level = 10 * log10(ours.energy(from: 6464) / theirs.energy(from: 6464))
            #expect(abs(level) < 0.15, "controller \(number) at \(value): \(level) dB")
            #expect(ours.difference(plain, from: 6464) > 0.01 * plain.energy(from: 6464))
        }
    }

    static let wave = (0..<400).map { sin(2 * Double.pi * Double($0) / 100) }

    /// A font with one kit of one zone.
    static func font(_ settings: [(SoundFontDesign.Generator, Int)], loop: Range<Int>? = nil) throws -> URL {
        var design = SoundFontDesign()
        let sample = design.add(
            SoundFontDesign.Sample(
                name: "tone", samples: wave, sampleRate: rate, rootKey: 60, correctionCents: 0, loop: loop))
        let zone = SoundFontDesign.Zone(keys: 0...127, sample: sample, settings: settings)
        let instrument = design.add(SoundFontDesign.Instrument(name: "kit", zones: [zone]))
        design.presets = [SoundFontDesign.Preset(name: "kit", bank: 128, program: 0, instrument: instrument)]
        let url = FileManager.default.temporaryDirectory.appending(path: "drum-player-\(UUID().uuidString).sf2")
        try Data(SoundFontWriter.bytes(design)).write(to: url)
        return url
    }

    @Test(
        "Instruments sound as FluidSynth plays them, with wheel, bend and pedal",
        arguments: [0, 4, 5, 8, 11, 16, 21, 24, 27, 32, 36, 40, 73, 89])
    func programs(program: Int) throws {
        func change(_ frame: Int, _ change: ControlEvent.Change) -> ControlEvent {
            ControlEvent(tick: frame, change: change)
        }
        let moved = [
            change(6400, .controller(1, value: 90)), change(9600, .pitchBend(cents: 150)),
            change(12_800, .controller(64, value: 127)), change(16_000, .controller(7, value: 60)),
            change(22_400, .controller(64, value: 0)),
        ]
        for (notes, controllers) in [
            ([Self.stroke(45, velocity: 40, frames: 19_200)], []),
            ([Self.stroke(62, velocity: 100, frames: 19_200)], moved),
            ([Self.stroke(81, velocity: 70, frames: 3200), Self.stroke(81, at: 6400, frames: 3200)], []),
        ] {
            let part = Self.part(notes, role: .chords, program: program, controllers: controllers)
            let frames = 64 * 500
            let (ours, theirs) = (try Self.sampled(part, frames: frames), try Self.fluid(part, frames: frames))
            let level = 10 * log10(ours.energy(from: 128) / theirs.energy(from: 128))
            let rest = 10 * log10(ours.difference(theirs, from: 128) / theirs.energy(from: 128))
            // A vibraphone's tremolo: FluidSynth's triangle goes in steps of 64 frames.
            #expect(abs(level) < (program == 11 ? 0.6 : 0.2), "program \(program), key \(notes[0].pitch): \(level) dB")
            // FluidSynth rounds a bent pitch to whole cents, which drifts apart, the breath of a flute most.
            let isFlute = LofiKit.nearest(to: program) == .fluteLead
            let most = controllers.isEmpty ? -20.0 : isFlute ? -4 : -6
            #expect(rest < most, "program \(program), key \(notes[0].pitch): rest \(rest) dB")
        }
    }

    @Test(
        "A note begins as in FluidSynth: the fade of its first step, a delay, a sweep of pitch by the modulation envelope",
        arguments: [
            [], [(SoundFontDesign.Generator.delay, -6000)],
            [(.modEnvToPitch, -1190), (.modEnvAttack, -6000), (.modEnvSustain, 1000)],
            [
                (.modEnvToPitch, 1191), (.modEnvDelay, -7000), (.modEnvHold, -7000), (.modEnvDecay, -4604),
                (.modEnvSustain, 700),
            ],
        ])
    func onset(settings: [(SoundFontDesign.Generator, Int)]) throws {
        let font = try Self.font(settings + [(.sampleModes, 1)], loop: 0..<400)
        defer { try? FileManager.default.removeItem(at: font) }
        let part = Self.part([Self.stroke(64, frames: 38_400), Self.stroke(55, at: 12_800, frames: 25_600)])
        let ours = try Self.sampled(part, font: .file(font.path), frames: 25_600)
        let theirs = try Self.fluid(part, font: .file(font.path), frames: 25_600)
        let rest = 10 * log10(ours.difference(theirs) / theirs.energy())
        #expect(rest < -35, "\(rest) dB")
    }

    @Test(
        "A preset with more zones or modulators than a note can wait for is refused by name", arguments: [true, false])
    func hostileFonts(hasZones: Bool) throws {
        var design = SoundFontDesign()
        let sample = design.add(
            SoundFontDesign.Sample(
                name: "tone", samples: [0, 0.5, 0], sampleRate: Self.rate, rootKey: 60, correctionCents: 0, loop: nil))
        let modulator = SoundFontDesign.Modulator(.velocity, to: .fineTune, amount: 1)
        let zone = SoundFontDesign.Zone(
            keys: 0...127, sample: sample, modulators: Array(repeating: modulator, count: hasZones ? 0 : 257))
        let zones = Array(repeating: zone, count: hasZones ? SampleZoneReader.mostZones + 1 : 1)
        let instrument = design.add(SoundFontDesign.Instrument(name: "kit", zones: zones))
        design.presets = [SoundFontDesign.Preset(name: "kit", bank: 128, program: 0, instrument: instrument)]
        let url = FileManager.default.temporaryDirectory.appending(path: "hostile-\(UUID().uuidString).sf2")
        try Data(SoundFontWriter.bytes(design)).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        for type in standardSynthesizers {
            let error = #expect(throws: SynthesisError.self) {
                try Self.sound(Self.part([Self.stroke(60)]), by: type, font: .file(url.path), frames: 64)
            }
            #expect(error?.description.hasPrefix("\(url.path): ") == true)
            #expect(
                error?.description.contains(hasZones ? "more than 16384 zones" : "more than 256 modulators") == true)
        }
    }

    @Test("A thousand strokes at once are 256 voices, and finite")
    func manyVoices() throws {
        let notes = (0..<1000).map { Self.stroke(35 + $0 % 40, at: $0 / 40, velocity: 127) }
        let sound = try Self.sampled(Self.part(notes), frames: 4410)
        #expect(sound.left.allSatisfy(\.isFinite) && sound.energy() > 1)
    }
}
