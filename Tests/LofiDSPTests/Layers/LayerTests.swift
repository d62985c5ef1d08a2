import Foundation
import LofiPlugin
import SoundBench
import Testing
@testable import LofiDSP

@Suite("Noise layers")
struct LayerTests {
    private func make(
        _ kind: String, _ given: [String: ParameterValue] = [:], seed: UInt64 = 1, rate: Double = Signals.rate
    ) throws -> any NoiseLayer {
        try Signals.layer(kind, given, rate: rate, seed: seed)
    }

    @Test(
        "have the level that is asked for, within 1.5 dB over a minute", arguments: standardNoiseLayers.map { $0.kind })
    func level(kind: String) throws {
        let frames = Signals.render(try make(kind, ["level": .number(-40)]), frames: 60 * 44100)
        #expect(abs(Signals.level(frames) + 40) < 1.5, "\(Signals.level(frames))")
    }

    @Test(
        "are the same however they are cut, and another with another seed",
        arguments: standardNoiseLayers.map { $0.kind })
    func blocks(kind: String) throws {
        // From the beginning; and from behind what ambiences keep of their trial, the seam in between.
        for skipped in [0, 190_000] {
            func frames(block: Int, seed: UInt64 = 1) throws -> [StereoFrame] {
                let layer = try make(kind, seed: seed)
                _ = Signals.render(layer, frames: skipped)
                return Signals.render(layer, frames: 20000, block: block)
            }
            let whole = try frames(block: 1000)
            for block in [1, 64, 777] { #expect(try frames(block: block) == whole) }
            #expect(try frames(block: 1000, seed: 2) != whole)
        }
    }

    @Test("An ambience goes on as if its trial had never been, however long it was", arguments: [0.5, 3, 20])
    func trial(seconds: Double) throws {
        let settings = try Settings(for: Rain.parameters)
        let source = NoiseBed(
            NoiseBed.Colour(
                octaves: [-20, -16, -12, -9, -9, -12, -15, -18], correlation: [0.6, 0.6, 0.4, 0.2]),
            modulation: [Double](repeating: -20, count: 8), sampleRate: Signals.rate,
            random: RandomStream(seed: 1, place: "test"))
        func render(trial: Double) -> [StereoFrame] {
            var scene = AmbientScene(
                settings: settings, context: Signals.context(), trialSeconds: trial, sources: [source])
            var frames = [StereoFrame](repeating: .zero, count: 6 * 44100)
            frames.withUnsafeMutableBufferPointer { scene.render(into: $0) }
            return frames
        }
        let (frames, reference) = (render(trial: seconds), render(trial: 0.1))
        #expect(Signals.level(frames) > -50)
        // The level is found anew, so all differ by one factor.
        let factor = frames[100].x / reference[100].x
        #expect(
            zip(frames, reference).allSatisfy { abs($0.x - $1.x * factor) < 1e-5 && abs($0.y - $1.y * factor) < 1e-5 })
    }

    @Test(
        "sound at their level at the ends of the sample rates", arguments: standardNoiseLayers.map { $0.kind },
        [8000.0, 11025, 192_000])
    func rates(kind: String, rate: Double) throws {
        let frames = Signals.render(
            try make(kind, ["level": .number(-40)], rate: rate), frames: Int(20 * rate), block: 4096)
        #expect(frames.allSatisfy { $0.x.isFinite && $0.y.isFinite })
        // So short a time has one or two flashes of lightning.
        #expect(abs(Signals.level(frames) + 40) < (kind == "thunder" ? 9 : 6), "\(Signals.level(frames))")
    }

    @Test("stay finite at the ends of every range", arguments: standardNoiseLayers.map { $0.kind })
    func finite(kind: String) throws {
        let type = try #require(standardNoiseLayers.first { $0.kind == kind })
        for rate in [22050.0, 96000] {
            for parameter in type.parameters {
                guard case .number(let range, _) = parameter.domain else { continue }
                for end in [range.lowerBound, range.upperBound] {
                    let frames = Signals.render(
                        try make(kind, [parameter.key: .number(end)], rate: rate), frames: 20000)
                    #expect(frames.allSatisfy { $0.x.isFinite && $0.y.isFinite }, "\(parameter.key) \(end)")
                }
            }
        }
    }

    @Test("Rain is alike in both ears below 200 Hz and unlike above 3 kHz")
    func rainWidth() throws {
        let frames = Signals.render(try make("rain", ["window": .number(16000)]), frames: 10 * 44100)
        func correlation(_ coefficients: Biquad.Coefficients) -> Double {
            var filter = Biquad(coefficients)
            var (xy, xx, yy) = (0.0, 0.0, 0.0)
            for frame in frames {
                let out = filter.next(frame)
                xy += Double(out.x * out.y)
                xx += Double(out.x * out.x)
                yy += Double(out.y * out.y)
            }
            return xy / (xx * yy).squareRoot()
        }
        #expect(correlation(.lowPass(cutoffHz: 200, sampleRate: 44100)) > 0.5)
        #expect(abs(correlation(.highPass(cutoffHz: 4000, sampleRate: 44100))) < 0.2)
    }

    @Test("An audio file's passes join without a seam: no step, no dip in the level")
    func seamless() throws {
        let tone = Signals.sine(200, frames: 44100)
        let type = AudioFile.self
        let given: [String: ParameterValue] = [
            "file": .text("tone"), "cross-fade": .number(0.1), "start": .text("beginning"),
        ]
        let context = Signals.context(clips: ["tone": AudioClip(frames: tone, sampleRate: 44100)])
        let frames = Signals.render(
            type.init(settings: try Settings(given, for: type.parameters), context: context), frames: 5 * 44100)
        let levels = stride(from: 0, to: frames.count - 2205, by: 2205).map { Signals.level(frames[$0..<($0 + 2205)]) }
        // All but the fade-in.
        #expect(levels.dropFirst().allSatisfy { abs($0 + 40) < 0.5 }, "\(levels)")
        let steps = zip(frames, frames.dropFirst()).map { abs($0.x - $1.x) }
        // A sine of 200 Hz at that level moves no faster.
        #expect((steps.max() ?? 1) < 0.000_42 * 1.1)
    }

    @Test("Without a file, or with one of silence, an audio file is silent")
    func noFile() throws {
        let type = AudioFile.self
        let layer = type.init(settings: try Settings(for: type.parameters), context: Signals.context())
        #expect(Signals.render(layer, frames: 5000).allSatisfy { $0 == .zero })
    }
}
