import Foundation
import LofiPlugin
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

    @Test("Drive changes the colour, not the level")
    func tapeLevel() throws {
        let input = Signals.sine(440, frames: 44100, decibels: -14)
        for drive in [0.0, 6, 12] {
            let output = Signals.through(try make(Tape.self, ["drive": .number(drive)]), input)
            #expect(abs(Signals.level(output.suffix(22050)) - Signals.level(input)) < 2.5)
        }
    }

    @Test("Without wow and flutter the pitch stands still")
    func steady() throws {
        let given: [String: ParameterValue] = ["wow": .number(0), "flutter": .number(0)]
        let output = Signals.through(try make(WowFlutter.self, given), Signals.sine(3150, frames: 44100))
        let found = Demodulation(Array(output.dropFirst(4410)), carrierHz: 3150)
        #expect((found.deviations.map { abs($0) }.max() ?? 1) < 1e-6)
    }

    @Test("Steps that are softened together give the bits that each by itself gives", arguments: [1, 2, 3, 12])
    func softenedSteps(framesApart: Int) {
        let edge = BandLimitedStep(phases: 62)
        let steps = (0..<9).map {
            BandLimitedStep.Step(
                frame: $0 * framesApart, phase: $0 * 17 % 62, height: StereoFrame(Float($0) - 3.3, 0.7 * Float($0)))
        }
        var (together, apart) = (
            [StereoFrame](repeating: .zero, count: 160), [StereoFrame](repeating: .zero, count: 160)
        )
        steps.withUnsafeBufferPointer { steps in
            together.withUnsafeMutableBufferPointer { edge.addCorrections($0.baseAddress!, steps) }
            apart.withUnsafeMutableBufferPointer { frames in
                for place in steps.indices {
                    edge.addCorrections(frames.baseAddress!, UnsafeBufferPointer(rebasing: steps[place...place]))
                }
            }
        }
        #expect(together == apart && together.contains { abs($0.x) > 0.5 })
    }

    @Test("A sampler of few bits steps in as many levels")
    func bits() throws {
        let sampler = try make(Sampler.self, ["machine": .text("custom"), "bits": .number(4), "rate": .number(2000)])
        let output = Signals.through(sampler, Signals.sine(3, frames: 66150, decibels: 3)).suffix(44100)
        // Away from the edges of the staircase, whose ripple dies away in half a millisecond.
        let frames = Array(output.map(\.x))
        let flat = (12..<(frames.count - 12)).filter { index in
            (index - 10...index + 10).allSatisfy { abs(frames[$0] - frames[index]) < 1e-4 }
        }
        let levels = Set(flat.map { (frames[$0] * 8).rounded() })
        #expect(levels == Set((-8...7).map { Float($0) }))
    }

    @Test("A tape that stops needs no more frames than the music")
    func stop() throws {
        let context = AudioContext(
            sampleRate: 44100, maximumBlockFrames: 1024, random: RandomStream(seed: 1, place: "test"),
            arc: SongArc(endFrame: 44100))
        let effect = TapeStop(settings: try Settings(["stop": .number(4)], for: TapeStop.parameters), context: context)
        let output = Signals.through(effect, Signals.sine(440, frames: 88200))
        #expect(Signals.level(output[0..<4410]) > -20 && Signals.level(output.dropFirst(44200)) < -120)
        #expect(effect.latencyFrames + effect.tailFrames < 100)
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
