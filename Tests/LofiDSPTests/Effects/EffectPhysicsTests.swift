import Foundation
import LofiCore
import SoundBench
import Testing

@testable import LofiDSP

/// Effects against their physics.
@Suite("Effects as measured")
struct EffectPhysicsTests {
    private func make<Effect: AudioEffect>(_ type: Effect.Type, _ given: [String: ParameterValue] = [:]) throws
        -> Effect
    {
        Effect(settings: try Settings(given, for: Effect.parameters), context: Signals.context())
    }

    private func gain<Effect: AudioEffect>(_ effect: Effect, at hertz: Double) -> Double {
        let output = Signals.through(effect, Signals.sine(hertz, frames: 44100))
        return Signals.level(output.suffix(22050), at: hertz) + 12
    }

    @Test("A low-pass is 3 dB down at its cut-off and falls 12 or 24 dB an octave")
    func lowPass() throws {
        for (slope, octave) in [("12", -12.3), ("24", -24.1)] {
            let given: [String: ParameterValue] = ["cutoff": .number(1000), "slope": .text(slope)]
            #expect(abs(gain(try make(LowPass.self, given), at: 1000) + 3.01) < 0.2)
            #expect(abs(gain(try make(LowPass.self, given), at: 2000) - octave) < 0.8)
            #expect(abs(gain(try make(LowPass.self, given), at: 100)) < 0.1)
        }
    }

    @Test("A high-pass is 3 dB down at its cut-off")
    func highPass() throws {
        #expect(abs(gain(try make(HighPass.self, ["cutoff": .number(200)]), at: 200) + 3.01) < 0.2)
        #expect(gain(try make(HighPass.self, ["cutoff": .number(200)]), at: 50) < -22)
    }

    @Test("A shelf reaches half its gain at the corner, all of it beyond")
    func shelf() throws {
        let given: [String: ParameterValue] = ["corner": .number(2000), "gain": .number(-8)]
        #expect(abs(gain(try make(Shelf.self, given), at: 2000) + 4) < 0.3)
        #expect(abs(gain(try make(Shelf.self, given), at: 12000) + 8) < 0.3)
    }

    @Test("Pan keeps the power")
    func pan() throws {
        for pan in [-1, -0.5, 0, 0.7, 1] {
            let output = Signals.through(try make(Gain.self, ["pan": .number(pan)]), Signals.sine(500, frames: 8820))
            #expect(abs(Signals.level(output) - Signals.level(Signals.sine(500, frames: 8820))) < 0.01)
        }
    }

    @Test("Driven tape makes overtones and no alias above -80 dBFS")
    func tapeAlias() throws {
        let output = Signals.through(
            try make(Tape.self, ["drive": .number(12), "bias": .number(0), "speed": .text("15")]),
            Signals.sine(5000, frames: 88200, decibels: -6))
        let steady = output.suffix(44100)
        #expect(Signals.level(steady, at: 15000) > -50)
        // What of 25, 35 and 45 kHz would fold to 19.1, 9.1 and 0.9 kHz.
        for alias in [19100.0, 9100, 900] { #expect(Signals.level(steady, at: alias) < -80, "\(alias) Hz") }
    }

    @Test("Drive changes the colour, not the level")
    func tapeLevel() throws {
        let input = Signals.sine(440, frames: 44100, decibels: -14)
        for drive in [0.0, 6, 12] {
            let output = Signals.through(try make(Tape.self, ["drive": .number(drive)]), input)
            #expect(abs(Signals.level(output.suffix(22050)) - Signals.level(input)) < 2.5)
        }
    }

    /// Instantaneous frequency deviation of a 3150 Hz tone in parts of one, every 10 ms.
    private func deviation(wow: Double, flutter: Double, drift: Double = 0) throws -> [Double] {
        let effect = try make(
            WowFlutter.self, ["wow": .number(wow), "flutter": .number(flutter), "drift": .number(drift)])
        let output = Signals.through(effect, Signals.sine(3150, frames: 44100 * 12))
        var crossings: [Double] = []
        for index in 4410..<(output.count - 1) where output[index].x <= 0 && output[index + 1].x > 0 {
            crossings.append(Double(index) - Double(output[index].x / (output[index + 1].x - output[index].x)))
        }
        return stride(from: 0, to: crossings.count - 32, by: 32).map { start -> Double in
            let periodFrames: Double = (crossings[start + 32] - crossings[start]) / 32
            return 44100.0 / periodFrames / 3150.0 - 1.0
        }
    }

    @Test("Wow deviates the speed by what is asked for, once in 1.8 s")
    func wow() throws {
        let deviations = try deviation(wow: 1, flutter: 0)
        let peak = deviations.map { abs($0) }.max() ?? 0
        #expect(abs(peak - 0.0095) < 0.0015, "\(peak)")
        // The same again one turn later: 1.8 s are 177 windows of 32 periods.
        let turn = Int((1.8 * 3150 / 32).rounded())
        let difference = zip(deviations, deviations.dropFirst(turn)).map { abs($0 - $1) }.max() ?? 1
        #expect(difference < 0.0009)
    }

    @Test("Without wow and flutter the pitch stands still")
    func steady() throws { #expect((try deviation(wow: 0, flutter: 0).map { abs($0) }.max() ?? 1) < 1e-5) }

    @Test("A 10 kHz tone under 1 % wow has no images above -80 dB")
    func wowImages() throws {
        // A steady speed change of 0.5 % alone moves the read place evenly through all phases of the table.
        let reader = SincReader()
        let input = Signals.sine(10000, frames: 50000, decibels: 0)
        let output = (0..<44100).map { index -> StereoFrame in
            let place = Double(index) * 1.005 + 8
            return input.withUnsafeBufferPointer {
                reader.read($0.baseAddress! + Int(place) - 7, fraction: Float(place - place.rounded(.down)))
            }
        }
        #expect(Signals.level(output, at: 10050) > -6)
        for hertz in stride(from: 200.0, to: 21000, by: 450) where abs(hertz - 10050) > 300 {
            #expect(Signals.level(output, at: hertz) < -80, "\(hertz) Hz")
        }
    }

    @Test("A sampler of few bits steps in as many levels")
    func bits() throws {
        let sampler = try make(Sampler.self, ["machine": .text("custom"), "bits": .number(4), "rate": .number(44100)])
        let output = Signals.through(sampler, Signals.sine(100, frames: 44100, decibels: 0))
        let levels = Set(output.suffix(22050).map(\.x))
        #expect((14...17).contains(levels.count), "\(levels.count)")
    }

    @Test("An SP-1200 keeps the images above half its rate")
    func images() throws {
        let output = Signals.through(try make(Sampler.self), Signals.sine(8000, frames: 88200, decibels: -6))
        #expect(Signals.level(output.suffix(44100), at: 26040 - 8000) > -40)
    }

    @Test("A reverb falls by 60 dB in its time")
    func reverberation() throws {
        for time in [0.6, 1.5, 3] {
            let reverb = try make(
                Reverb.self, ["time": .number(time), "damping": .number(18000), "pre-delay": .number(0)])
            var input = Signals.noise(frames: Int((2 + time) * 44100))
            for index in 44100..<input.count { input[index] = .zero }
            let output = Signals.through(reverb, input)
            func level(after seconds: Double) -> Double {
                let start = 44100 + Int(seconds * 44100)
                return Signals.level(output[start..<(start + 2205)])
            }
            // By the slope over 30 dB, as acousticians measure it.
            let fall = level(after: 0.1 * time) - level(after: 0.6 * time)
            #expect(abs(0.5 * time * 60 / fall / time - 1) < 0.15, "\(fall) dB in half of \(time) s")
        }
    }

    @Test("A compressor lets one dB through for each `ratio` dB above the threshold")
    func compression() throws {
        let given: [String: ParameterValue] = ["threshold": .number(-30), "ratio": .number(4), "knee": .number(0)]
        func out(_ decibels: Double) throws -> Double {
            Signals.level(
                Signals.through(try make(Compressor.self, given), Signals.sine(1000, frames: 44100, decibels: decibels))
                    .suffix(8820))
        }
        #expect(abs(try out(-8) - (try out(-16)) - 2) < 0.4)
        #expect(abs(try out(-40) - (try out(-46)) - 6) < 0.1)
    }

    @Test("A duck steps back by its amount and returns")
    func duck() throws {
        let duck = try make(Duck.self, ["amount": .number(6), "attack": .number(5), "release": .number(50)])
        var music = Signals.sine(500, frames: 44100)
        var kick = Signals.sine(60, frames: 44100, decibels: 0)
        for index in 11025..<44100 { kick[index] = .zero }
        music.withUnsafeMutableBufferPointer { music in
            kick.withUnsafeMutableBufferPointer { kick in
                for start in stride(from: 0, to: 44100, by: 980) {
                    duck.process(
                        AudioBlock(rebasing: music[start..<(start + 980)]),
                        sidechain: AudioBlock(rebasing: kick[start..<(start + 980)]))
                }
            }
        }
        let before = Signals.level(Signals.sine(500, frames: 4410))
        #expect(abs(Signals.level(music[6000..<10410]) - before + 6) < 0.7)
        #expect(abs(Signals.level(music[39000..<43410]) - before) < 0.1)
    }

    @Test("A duck without a side-chain leaves the sound alone")
    func duckAlone() throws {
        let input = Signals.noise(frames: 1000)
        #expect(Signals.through(try make(Duck.self), input) == input)
    }

    @Test("A sweep opens with the song: dull and soft in an introduction, untouched where all play")
    func sweep() throws {
        let arc = SongArc([SongArc.Point(frame: 0, fullness: 0), SongArc.Point(frame: 88200, fullness: 1)])
        let context = AudioContext(
            sampleRate: 44100, maximumBlockFrames: 1024, random: RandomStream(seed: 1, place: "test"), arc: arc)
        let settings = try Settings(
            ["closed": .number(1000), "open": .number(20000), "level": .number(-6)], for: Sweep.parameters)
        func level(_ hertz: Double, _ range: Range<Int>) -> Double {
            let input = Signals.sine(hertz, frames: 100_000)
            return Signals.level(Signals.through(Sweep(settings: settings, context: context), input)[range], at: hertz)
                - Signals.level(input[range], at: hertz)
        }
        #expect(abs(level(100, 500..<4500) + 6) < 0.3)
        #expect(level(4000, 500..<4500) < -25)
        #expect(abs(level(4000, 90000..<99000)) < 0.3)
    }
}
