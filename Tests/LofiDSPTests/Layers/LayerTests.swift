import Foundation
import LofiCore
import SoundBench
import Testing

@testable import LofiDSP

@Suite("Noise layers")
struct LayerTests {
    private func make(
        _ kind: String, _ given: [String: ParameterValue] = [:], seed: UInt64 = 1, rate: Double = Signals.rate
    ) throws -> any NoiseLayer {
        let type = try #require(standardNoiseLayers.first { $0.kind == kind })
        return type.init(
            settings: try Settings(given, for: type.parameters), context: Signals.context(rate: rate, seed: seed))
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
        let whole = Signals.render(try make(kind), frames: 20000)
        for block in [1, 64, 777] { #expect(Signals.render(try make(kind), frames: 20000, block: block) == whole) }
        #expect(Signals.render(try make(kind, seed: 2), frames: 20000) != whole)
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
}
