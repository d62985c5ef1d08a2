import Foundation
import LofiAudioFile
import LofiDSP
import LofiPlugin
import Testing
@testable import LofiEngine

@Suite("Effects over one file")
struct ChainTests {
    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "lofi-process-tests-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func run(_ chain: [String], _ input: String? = nil, seconds: Double? = nil) throws -> [StereoFrame] {
        let output = folder.appending(path: "\(UUID().uuidString).wav").path
        try Self.process(chain, input, to: output, seconds: seconds)
        return try AudioClip(path: output, sampleRate: 44100).frames
    }

    /// Runs a chain over a file, or over silence of a length, into a file of 32-bit floats.
    @discardableResult
    static func process(
        _ chain: [String], _ input: String? = nil, to output: String, seconds: Double? = nil
    ) throws -> RenderReport {
        var options = SongRenderer.Options()
        options.exactSeconds = seconds
        options.sampleFormat = .float32
        let renderer = SongRenderer(style: try Style(chain: chain), options: options)
        guard let input else { return try renderer.render(arranged: .silence, to: output) }
        return try renderer.render(AudioSong(AudioSource(path: input)), to: output)
    }

    /// Two seconds of hiss in a file.
    private func hiss(_ name: String = "in.wav", chain: [String] = ["tape-hiss: { level: -30 }"]) throws -> String {
        let path = folder.appending(path: name).path
        try Self.process(chain, to: path, seconds: 2)
        return path
    }

    /// The same by hand: each plugin over the whole sound, one after the other.
    private func byHand(_ uses: [(kind: String, given: [String: ParameterValue])], _ input: [StereoFrame]) throws
        -> [StereoFrame]
    {
        var sound = input
        for (kind, given) in uses {
            let type = try #require(Catalog.standard.effect(kind))
            let context = AudioContext(
                sampleRate: 44100, maximumBlockFrames: sound.count,
                random: RandomStream(seed: 1, place: "process/\(kind)/0"), arc: SongArc(endFrame: input.count))
            let effect = type.init(settings: try Settings(given, for: type.parameters), context: context)
            sound.withUnsafeMutableBufferPointer { effect.process($0) }
            if effect.latencyFrames > 0 { sound.removeFirst(effect.latencyFrames) }
        }
        return sound
    }

    @Test("A chain gives the bits that its plugins give one after the other, chance and latency included")
    func chain() throws {
        let input = try hiss()
        let sound = try AudioClip(path: input, sampleRate: 44100).frames
        let whole = try run(["low-pass: { cutoff: 900 }", "wow-flutter: { wow: 0.5 }", "gain: { gain: -3 }"], input)
        let expected = try byHand(
            [
                ("low-pass", ["cutoff": .number(900)]), ("wow-flutter", ["wow": .number(0.5)]),
                ("gain", ["gain": .number(-3)]),
            ],
            sound)
        #expect(whole.prefix(expected.count) == expected[...])
    }

    @Test("The effects behind a layer apply to it too, those before it do not")
    func layerInItsPlace() throws {
        let alone = try run(["rain: {}"], seconds: 1)
        #expect(try run(["gain: { gain: -60 }", "rain: {}"], seconds: 1) == alone)
        let quiet = try run(["rain: {}", "gain: { gain: -20 }"], seconds: 1)
        #expect(zip(quiet, alone).allSatisfy { abs($0.x - $1.x * 0.1) < 1e-6 })
    }

    @Test("A layer in the chain leaves the chance of the effects behind it as it was")
    func chance() throws {
        let effects = ["wow-flutter: { wow: 0.5 }"]
        let plan = { (chain: [String]) in
            try Style(chain: chain).graphPlan(
                stems: [:], recording: GraphPlan.StemUse(index: 0, gain: StereoFrame(repeating: 1)), catalog: .standard)
        }
        func streams(_ plan: GraphPlan) -> [String?] { plan.nodes.flatMap { $0.effects.map(\.stream) } }
        #expect(try streams(plan(["rain"] + effects)) == streams(plan(effects)))
    }

    @Test("A side-chain effect listens to the file itself")
    func sidechain() throws {
        let input = try hiss(chain: ["tape-hiss: { level: -12 }"])
        let duck = "duck: { from: input, amount: 24, threshold: -40, below: 20000 }"
        func power(_ frames: [StereoFrame]) -> Float { frames[22050..<66150].reduce(0) { $0 + $1.x * $1.x } }
        let ducked = power(try run([duck], input)), plain = power(try run(["gain: { gain: 0 }"], input))
        #expect(ducked < plain / 10, "\(ducked), \(plain)")
    }

    @Test("A side-chain from what is not there is refused with the option and what is there")
    func unknownSidechain() throws {
        let error = #expect(throws: RenderError.self) { try run(["duck: { from: drums }"], seconds: 1) }
        #expect(
            error?.description.hasPrefix("--effect 'duck: { from: drums }': an effect of chain 1 listens to 'drums'")
                == true)
        #expect(error?.description.contains("allowed: input") == true)
    }

    @Test("The level is kept: no loudness is aimed at, and only a file that would clip is limited")
    func level() throws {
        let input = folder.appending(path: "loud.wav").path
        let loud = (0..<44_100).map { StereoFrame(repeating: 1.5 * Float(sin(Double($0) * 0.05))) }
        try WaveFile.write(loud, rate: 44_100, to: input)
        #expect(try run([], input).prefix(44_100) == loud[...])
        let limited = folder.appending(path: "limited.wav").path
        let report = try SongRenderer(style: try Style(chain: [])).render(
            AudioSong(AudioSource(path: input)), to: limited)
        #expect(report.truePeak < -0.99 && report.truePeak > -1.3, "\(report.truePeak)")
    }
}
