import LofiDSP
import LofiPlugin
import LofiScore
import Testing
@testable import LofiEngine

/// Silence in, silence out: no preset begins with a step.
@Suite("Silence")
struct SilenceTests {
    static let presets = StyleLibrary(userFolder: nil).entries().map(\.name)

    private func style(_ name: String, isMuted: Bool) throws -> Style {
        var document = try StyleLibrary(userFolder: nil).style(name).document
        document.mutesLayers = isMuted
        return try document.style()
    }

    @Test("The graph of a preset without noise makes nothing of silence, at every sample rate", arguments: presets)
    func graph(preset: String) throws {
        let stem = GraphPlan.StemUse(index: 0, gain: StereoFrame(repeating: 1))
        let stems = Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0.rawValue, [stem]) })
        let plan = try style(preset, isMuted: true).graphPlan(stems: stems, catalog: .standard)
        let silence = [Float](repeating: 0, count: 2048)
        for rate in [8000.0, 44100, 48000, 96000] {
            let graph = try RenderGraph(plan, sampleRate: rate, maximumBlockFrames: silence.count, seed: 1)
            var highest: Float = 0
            for _ in 0...Int(rate) / silence.count {
                silence.withUnsafeBufferPointer { silence in
                    guard let samples = silence.baseAddress else { return }
                    let mix = graph.process(frameCount: silence.count) { _ in (samples, samples) }
                    highest = mix.reduce(highest) { max($0, abs($1.x), abs($1.y)) }
                }
            }
            #expect(highest < 1e-6, "\(Decibels.level(Double(highest))) dBFS at \(rate) Hz")
        }
    }

    /// A chord after nine seconds of rest.
    private static let song = Score(
        tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 80),
        parts: [
            Part(
                name: "Keys", role: .chords, program: 4,
                notes: [48, 60, 64, 67].map {
                    Note(startTick: 12 * 480, durationTicks: 1800, pitch: $0, velocity: 80)
                })
        ])

    @Test(
        "A preset begins no more abruptly than its own noise goes on, and with silence without noise",
        arguments: presets)
    func beginning(preset: String) throws {
        for isMuted in [false, true] {
            let recording = try SongRenderer(style: style(preset, isMuted: isMuted)).render(arranged: Self.song)
            let rest = recording.frames.prefix(8 * recording.sampleRate)
            let jumps = zip([.zero] + rest, rest).map { max(abs($1.x - $0.x), abs($1.y - $0.y)) }
            let start = recording.sampleRate / 100
            let (first, later) = (jumps[..<start].max() ?? 0, jumps[start...].max() ?? 0)
            #expect(first <= (isMuted ? 1e-5 : later), "\(first), later \(later), without noise: \(isMuted)")
        }
    }
}
