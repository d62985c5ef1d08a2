import Foundation
import LofiPlugin
import SoundBench
import Testing
@testable import LofiDSP

/// What an effect that declares itself linear promises to the stems.
@Suite("Linear effects")
struct LinearEffectTests {
    private static let frames = 30_000

    /// The peak of f(a + b) - f(a) - f(b) in dBFS, with a loud a, a soft b, and another sound as the side-chain.
    private func deviation(_ type: any AudioEffect.Type, _ given: [String: ParameterValue] = [:]) throws -> Double {
        let settings = try Settings(given, for: type.parameters)
        let click = AudioClip(frames: Signals.noise(frames: 4000, seed: 3), sampleRate: Signals.rate)
        let arc = SongArc(
            [.init(frame: 0, fullness: 0.2), .init(frame: 20_000, fullness: 1)], endFrame: Self.frames - 4000)
        let context = AudioContext(
            sampleRate: Signals.rate, maximumBlockFrames: 1000, random: RandomStream(seed: 5, place: "test"), arc: arc,
            clips: ["click": click])
        let key = (0..<Self.frames).map { StereoFrame(repeating: $0 / 5000 % 2 == 0 ? 0.4 : 0) }
        func output(_ input: [StereoFrame]) -> [StereoFrame] {
            let effect = type.init(settings: settings, context: context)
            guard let listener = effect as? any SidechainEffect else { return Signals.through(effect, input) }
            var (output, key) = (input, key)
            for start in stride(from: 0, to: Self.frames, by: 1000) {
                output.withUnsafeMutableBufferPointer { output in
                    key.withUnsafeMutableBufferPointer { key in
                        listener.process(
                            AudioBlock(rebasing: output[start..<(start + 1000)]),
                            sidechain: AudioBlock(rebasing: key[start..<(start + 1000)]))
                    }
                }
            }
            return output
        }
        // As loud as a strip of a mix, of which -120 dBFS is 100 dB down: the rounding of floats rises with the level.
        let a = Signals.sine(330, frames: Self.frames, decibels: -18)
        let b = Signals.noise(frames: Self.frames, decibels: -34)
        let (one, other, both) = (output(a), output(b), output(zip(a, b).map { $0 + $1 }))
        // Not the end of it, by which a tape has stopped.
        #expect(Signals.level(Array(both[..<(Self.frames / 2)])) > -90)
        let peak = both.indices.reduce(Float.zero) { peak, index in
            let rest = both[index] - one[index] - other[index]
            return max(peak, abs(rest.x), abs(rest.y))
        }
        return 20 * log10(Double(peak) + 1e-12)
    }

    @Test("The output for a sum is the sum of the outputs, to -120 dBFS", arguments: standardEffects.map { $0.kind })
    func sums(kind: String) throws {
        let type = try #require(standardEffects.first { $0.kind == kind })
        let impulse: [String: ParameterValue] = kind == "convolution" ? ["impulse": .text("click")] : [:]
        guard type.isLinear(try Settings(impulse, for: type.parameters)) else { return }
        let usual = try deviation(type, impulse)
        #expect(usual < -120, "\(usual) dBFS")
        // And at other settings than the defaults.
        var random = RandomStream(seed: 2, place: kind)
        for _ in 0..<4 {
            var given = impulse
            for parameter in type.parameters {
                switch parameter.domain {
                case .number(let range, let unit):
                    // A gain above 1 raises the rounding with the sound; a tape may take longer to start than this sound lasts.
                    let highest =
                        switch unit {
                        case "dB": min(0, range.upperBound)
                        case "s": min(range.lowerBound + 0.3, range.upperBound)
                        default: range.upperBound
                        }
                    given[parameter.key] = .number(random.uniform(min(range.lowerBound, highest)...highest))
                case .choice(let choices):
                    given[parameter.key] = choices.randomElement(using: &random).map { .text($0) }
                case .flag: given[parameter.key] = .flag(random.chance(0.5))
                default: break
                }
            }
            guard type.isLinear(try Settings(given, for: type.parameters)) else { continue }
            let rest = try deviation(type, given)
            #expect(rest < -120, "\(rest) dBFS at \(given)")
        }
    }

    @Test("Filters, levels, modulation and rooms are linear; saturation, samplers and compressors are not")
    func declared() throws {
        let linear = try standardEffects.filter { $0.isLinear(try Settings(for: $0.parameters)) }.map { $0.kind }
        #expect(
            Set(linear) == [
                "gain", "stereo-width", "low-pass", "high-pass", "shelf", "bell", "tilt", "filter", "sweep",
                "wow-flutter",
                "tape-dropout", "print-through", "tape-stop", "chorus", "phaser", "tremolo", "auto-pan", "reverb",
                "room",
                "plate", "spring", "convolution", "duck",
            ])
        let filter = try #require(standardEffects.first { $0.kind == "filter" })
        #expect(!filter.isLinear(try Settings(["follow": .number(2)], for: filter.parameters)))
    }

    @Test("An effect that declares itself linear falsely is found out")
    func found() throws {
        for kind in ["tape", "compressor", "sampler", "tape-echo"] {
            let type = try #require(standardEffects.first { $0.kind == kind })
            #expect(try deviation(type) > -100, "\(kind)")
        }
    }
}
