import Foundation
import LofiPlugin
import SoundBench
import Testing
@testable import LofiDSP

/// What every effect promises, whatever it does.
@Suite("Every effect")
struct EveryEffectTests {
    private func make(
        _ type: any AudioEffect.Type, _ given: [String: ParameterValue] = [:], rate: Double = Signals.rate
    ) throws -> any AudioEffect {
        type.init(settings: try Settings(given, for: type.parameters), context: Signals.context(rate: rate))
    }

    private func ends(_ type: any AudioEffect.Type) -> [[String: ParameterValue]] {
        type.parameters.flatMap { parameter -> [[String: ParameterValue]] in
            switch parameter.domain {
            case .number(let range, _):
                [[parameter.key: .number(range.lowerBound)], [parameter.key: .number(range.upperBound)]]
            case .integer(let range, _):
                [
                    [parameter.key: .number(Double(range.lowerBound))],
                    [parameter.key: .number(Double(range.upperBound))],
                ]
            case .choice(let choices): choices.map { [parameter.key: .text($0)] }
            case .flag: [[parameter.key: .flag(true)], [parameter.key: .flag(false)]]
            case .text, .audioFile, .file: []
            }
        }
    }

    /// Every choice together with the lowest and with the highest of everything else.
    private func corners(_ type: any AudioEffect.Type) -> [[String: ParameterValue]] {
        let ends = [false, true].map { isHigh in
            type.parameters.reduce(into: [String: ParameterValue]()) { given, parameter in
                switch parameter.domain {
                case .number(let range, _): given[parameter.key] = .number(isHigh ? range.upperBound : range.lowerBound)
                case .integer(let range, _):
                    given[parameter.key] = .number(Double(isHigh ? range.upperBound : range.lowerBound))
                case .flag: given[parameter.key] = .flag(isHigh)
                case .choice, .text, .audioFile, .file: break
                }
            }
        }
        let choices = type.parameters.flatMap { parameter -> [[String: ParameterValue]] in
            guard case .choice(let names) = parameter.domain else { return [] }
            return names.map { [parameter.key: .text($0)] }
        }
        return ends + choices.flatMap { choice in ends.map { $0.merging(choice) { $1 } } }
    }

    @Test("stays finite at the ends of every range, at every sample rate", arguments: standardEffects.map { $0.kind })
    func finite(kind: String) throws {
        let type = try #require(standardEffects.first { $0.kind == kind })
        for rate in [8000.0, 44100, 192_000] {
            for given in ends(type) + corners(type) {
                let output = Signals.through(
                    try make(type, given, rate: rate), Signals.noise(frames: 4000, decibels: -6))
                #expect(
                    output.allSatisfy { $0.x.isFinite && $0.y.isFinite && abs($0.x) < 1000 }, "\(given) at \(rate) Hz")
            }
        }
    }

    @Test("makes nothing of silence, at every sample rate", arguments: standardEffects.map { $0.kind })
    func rest(kind: String) throws {
        let type = try #require(standardEffects.first { $0.kind == kind })
        let silence = [StereoFrame](repeating: .zero, count: 5000)
        for rate in [8000.0, 44100, 192_000] {
            for given in [[:]] + ends(type) + corners(type) {
                let highest = Signals.through(try make(type, given, rate: rate), silence).reduce(Float.zero) {
                    max($0, abs($1.x), abs($1.y))
                }
                // A bias current that is far off leaves the tape magnetised by a little.
                let isMagnetised = given["model"] == .text("hysteresis") && given["bias-current"] != nil
                #expect(
                    highest < (isMagnetised ? 2e-4 : 1e-6), "\(20 * log10(highest)) dBFS of \(given) at \(rate) Hz")
            }
        }
    }

    @Test("gives the same bits however the sound is cut into blocks", arguments: standardEffects.map { $0.kind })
    func blocks(kind: String) throws {
        let type = try #require(standardEffects.first { $0.kind == kind })
        let input = Signals.noise(frames: 9000 + (try make(type)).latencyFrames)
        let whole = Signals.through(try make(type), input, block: 1000)
        #expect(Signals.level(whole) > -60)
        for block in [1, 64, 333] { #expect(Signals.through(try make(type), input, block: block) == whole) }
    }

    @Test("recovers from what is no sound", arguments: standardEffects.map { $0.kind })
    func hostile(kind: String) throws {
        let type = try #require(standardEffects.first { $0.kind == kind })
        let effect = try make(type)
        var input = Signals.noise(frames: 2000)
        for index in 500..<520 { input[index] = StereoFrame(.nan, .infinity) }
        for index in 600..<620 { input[index] = StereoFrame(1e30, -1e30) }
        for index in 700..<720 { input[index] = StereoFrame(1e-40, -1e-40) }
        #expect(Signals.through(effect, input).allSatisfy { $0.x.isFinite && $0.y.isFinite })
        let after = Signals.through(effect, [StereoFrame](repeating: .zero, count: effect.tailFrames + 44100 * 3))
        #expect(Signals.level(after.suffix(1000)) < -85)
    }

    /// One of each parameter's values, as chance has it.
    private func anything(_ type: any AudioEffect.Type, _ random: inout RandomStream) -> [String: ParameterValue] {
        var given: [String: ParameterValue] = [:]
        for parameter in type.parameters {
            switch parameter.domain {
            case .number(let range, _): given[parameter.key] = .number(random.uniform(range))
            case .integer(let range, _):
                given[parameter.key] = .number(
                    random.uniform(Double(range.lowerBound)...Double(range.upperBound)).rounded())
            case .choice(let choices): given[parameter.key] = choices.randomElement(using: &random).map { .text($0) }
            case .flag: given[parameter.key] = .flag(random.chance(0.5))
            case .text, .audioFile, .file: break
            }
        }
        return given
    }

    private static let hostileSignals: [(name: String, frame: @Sendable (Int) -> StereoFrame)] = [
        ("silence", { _ in .zero }), ("an impulse", { $0 == 100 ? StereoFrame(1, -1) : .zero }),
        ("an offset", { _ in StereoFrame(1, 1) }), ("a full square", { $0 / 50 % 2 == 0 ? [1, 1] : [-1, -1] }),
        ("1e30", { $0 % 2 == 0 ? [1e30, -1e30] : [-1e30, 1e30] }), ("1e-40", { _ in [1e-40, -1e-40] }),
        ("a burst that is no number", { (200..<400).contains($0) ? [.nan, .infinity] : [0.1, -0.1] }),
    ]

    @Test(
        "stays finite, whatever is set and whatever comes, and recovers within its tail without a number too small",
        arguments: standardEffects.map { $0.kind })
    func anythingGoes(kind: String) throws {
        let type = try #require(standardEffects.first { $0.kind == kind })
        var random = RandomStream(seed: 11, place: kind)
        for signal in Self.hostileSignals {
            let given = anything(type, &random)
            let effect = try make(type, given)
            let during = Signals.through(effect, (0..<4000).map(signal.frame))
            let tail = effect.latencyFrames + effect.tailFrames + 2000
            let after = Signals.through(effect, [StereoFrame](repeating: .zero, count: tail))
            #expect((during + after).allSatisfy { $0.x.isFinite && $0.y.isFinite }, "\(signal.name), \(given)")
            let end = after.suffix(1000)
            #expect(end.allSatisfy { max(abs($0.x), abs($0.y)) < 3.2e-5 }, "\(signal.name), \(given)")
        }
    }

    @Test("is silent again when its tail has ended", arguments: standardEffects.map { $0.kind })
    func tail(kind: String) throws {
        let type = try #require(standardEffects.first { $0.kind == kind })
        let effect = try make(type)
        _ = Signals.through(effect, Signals.noise(frames: 20000, decibels: -12))
        let after = Signals.through(
            effect, [StereoFrame](repeating: .zero, count: effect.latencyFrames + effect.tailFrames + 2000))
        #expect(after.suffix(2000).allSatisfy { max(abs($0.x), abs($0.y)) < 3.2e-5 })
    }

    @Test("delays by what it declares", arguments: standardEffects.map { $0.kind })
    func latency(kind: String) throws {
        let type = try #require(standardEffects.first { $0.kind == kind })
        let given: [String: ParameterValue] =
            switch kind {
            // A delay that changes all the time has its mean where it is declared.
            case "wow-flutter": ["wow": .number(0), "flutter": .number(0)]
            // A low cutoff spreads an impulse.
            case "low-pass", "filter": ["cutoff": .number(18000)]
            // The first echoes come later than the dry sound, which is what the graph aligns.
            case "reverb", "room", "plate", "spring": ["mix": .number(0)]
            case "convolution": ["impulse": .text("click")]
            default: [:]
            }
        let click = AudioClip(frames: [StereoFrame(repeating: 1)], sampleRate: Signals.rate)
        let effect = type.init(
            settings: try Settings(given, for: type.parameters), context: Signals.context(clips: ["click": click]))
        let output = Signals.through(effect, Signals.impulse(frames: effect.latencyFrames + 2000, at: 100))
        let highest = try #require(output.indices.max { abs(output[$0].x) < abs(output[$1].x) })
        #expect(abs(highest - 100 - effect.latencyFrames) <= 2)
    }

    @Test("has a kind, a summary and parameters that explain themselves", arguments: standardEffects.map { $0.kind })
    func declared(kind: String) throws {
        let type = try #require(standardEffects.first { $0.kind == kind })
        #expect(kind.allSatisfy { $0.isLowercase || $0 == "-" || $0.isNumber } && !type.summary.isEmpty)
        #expect(Set(type.parameters.map(\.key)).count == type.parameters.count)
        #expect(type.parameters.allSatisfy { !$0.summary.isEmpty })
    }
}
