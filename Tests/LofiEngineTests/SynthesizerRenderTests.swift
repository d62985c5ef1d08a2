import Foundation
import LofiAudioFile
import LofiSynthesis
import Testing
@testable import LofiEngine

@Suite("Synthesizers in a render")
struct SynthesizerRenderTests {
    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "lofi-synthesizer-tests-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private static func part(_ role: Role, program: Int, pitch: Int) -> Part {
        let notes = (0..<8).map {
            Note(startTick: $0 * 480, durationTicks: 400, pitch: pitch + $0 % 3 * 4, velocity: 70 + 5 * $0)
        }
        return Part(name: role.rawValue, role: role, program: program, channel: role == .drums ? 9 : 0, notes: notes)
    }

    private static func song(_ parts: [Part]) -> Score {
        Score(tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 90), parts: parts)
    }

    /// No effect, no layer, and too quiet for the limiter.
    private static func style(_ more: String = "") throws -> Style {
        try StyleReader(file: "bare", catalog: catalog).read(
            "name: bare\nmaster: { loudness: -35, fade-out: 0 }\n" + more)
    }

    private static let catalog = Catalog.standard.adding(SineSynthesizer.self)

    /// Left and right of the render.
    private func render(
        _ score: Score, _ style: Style, synthesizer: String? = nil
    ) throws -> (left: [Double], right: [Double]) {
        var options = SongRenderer.Options()
        options.sampleFormat = .float32
        options.isAsWritten = true
        options.synthesizer = synthesizer
        let path = folder.appending(path: "\(UUID().uuidString).wav").path
        try SongRenderer(style: style, catalog: Self.catalog, options: options).render(score, to: path)
        let reader = try AudioFileReader(path: path)
        var frames = [StereoFrame](repeating: .zero, count: reader.frameCount)
        _ = try frames.withUnsafeMutableBufferPointer { try reader.read(into: $0) }
        return (frames.map { Double($0.x) }, frames.map { Double($0.y) })
    }

    /// What is left of a sound when another is taken from it at the best gain, dB.
    private func rest(_ sound: [Double], without other: [Float]) -> Double {
        let count = min(sound.count, other.count) - 2000
        var (product, square, energy) = (0.0, 0.0, 0.0)
        for index in 0..<count {
            product += sound[index] * Double(other[index])
            square += Double(other[index]) * Double(other[index])
            energy += sound[index] * sound[index]
        }
        let gain = product / square
        let rest = (0..<count).reduce(0.0) { $0 + pow(sound[$1] - gain * Double(other[$1]), 2) }
        return 10 * log10(rest / energy)
    }

    private func stem(_ score: Score, by type: any Synthesizer.Type) throws -> [Float] {
        let performance = Performance(score, sampleRate: 44_100)
        let synthesizer = try type.init(
            settings: Settings(for: type.parameters),
            context: SynthesisContext(parts: performance.parts, sampleRate: 44_100))
        let block = StemBlock(stemCount: 1, capacityFrames: performance.lengthFrames)
        try synthesizer.render(into: block)
        return Array(UnsafeBufferPointer(start: block.left(0), count: block.frameCount))
    }

    @Test("The samples of an ordinary render are FluidSynth's, to 60 dB")
    func fluidSynth() throws {
        for (role, program) in [(Role.chords, 4), (.bass, 33), (.melody, 73)] {
            let score = Self.song([Self.part(role, program: program, pitch: role == .bass ? 36 : 60)])
            let (left, _) = try render(score, Self.style())
            let left60 = rest(left, without: try stem(score, by: FluidSynth.self))
            #expect(left60 < -60, "program \(program): \(left60) dB")
            let other = rest(left, without: try stem(score, by: SoundFontPlayer.self))
            #expect(other > -60, "the players cannot be told apart: \(other) dB")
        }
    }

    @Test("A style chooses the synthesizer of the song and of a role, the option goes before both")
    func choice() throws {
        let score = Self.song([Self.part(.melody, program: 73, pitch: 72)])
        let sines = try stem(score, by: SineSynthesizer.self)
        let forSong = try render(score, Self.style("synthesizer: sine\n"))
        #expect(rest(forSong.left, without: sines) < -60)
        let forRole = try render(score, Self.style("parts: { melody: { synthesizer: sine } }\n"))
        #expect(rest(forRole.left, without: sines) < -60)
        let otherRole = try render(score, Self.style("parts: { bass: { synthesizer: sine } }\n"))
        #expect(rest(otherRole.left, without: sines) > -20)
        let byOption = try render(
            score, Self.style("synthesizer: soundfont-player\nparts: { melody: { synthesizer: fluidsynth } }\n"),
            synthesizer: "sine")
        #expect(rest(byOption.left, without: sines) < -60)
    }

    @Test("Parts by different synthesizers sound together")
    func together() throws {
        let parts = [Self.part(.melody, program: 73, pitch: 72), Self.part(.chords, program: 4, pitch: 60)]
        let style = try Self.style("parts: { melody: { synthesizer: { sine: { level: 0.1 } } } }\n")
        let both = try render(Self.song(parts), style)
        // The sine's own energy at the melody's last note, 80 = 830.6 Hz, and the keys' at the chords'.
        func energy(_ hertz: Double) -> Double {
            var sum = SIMD2<Double>.zero
            for (index, sample) in both.left.enumerated() {
                let phase = 2 * Double.pi * hertz * Double(index) / 44_100
                sum += SIMD2(cos(phase), sin(phase)) * sample
            }
            return (sum * sum).sum()
        }
        let between = energy(700)
        #expect(energy(440 * exp2(11 / 12)) > 100 * between && energy(440 * exp2(-9 / 12)) > 100 * between)
    }
}

/// A sine for each note, its level its only setting.
private final class SineSynthesizer: Synthesizer {
    static let kind = "sine"
    static let summary = "one sine for each note"
    static let parameters: [Parameter] = [.number("level", 0...1, default: 0.2, "amplitude")]

    let tailFrames = 0
    private let parts: [[Performance.Event]]
    private let rate: Double
    private let level: Double
    private var frame = 0

    init(settings: Settings, context: SynthesisContext) {
        parts = context.parts.map(\.events)
        rate = Double(context.sampleRate)
        level = settings.number("level")
    }

    func seek(to frame: Int) { self.frame = frame }

    func render(into stems: StemBlock) {
        stems.clear()
        for (stem, events) in parts.enumerated() {
            var started: [Int: Int] = [:]
            for event in events {
                switch event.kind {
                case .noteOn(let key, _): started[key] = event.frame
                case .noteOff(let key):
                    guard let start = started.removeValue(forKey: key) else { continue }
                    add(key, start..<event.frame, to: stems, stem)
                default: break
                }
            }
        }
        frame += stems.frameCount
    }

    private func add(_ key: Int, _ frames: Range<Int>, to stems: StemBlock, _ stem: Int) {
        let step = 2 * Double.pi * 440 * exp2(Double(key - 69) / 12) / rate
        for at in frames.clamped(to: frame..<(frame + stems.frameCount)) {
            let sample = Float(level * sin(step * Double(at - frames.lowerBound)))
            stems.left(stem)[at - frame] += sample
            stems.right(stem)[at - frame] += sample
        }
    }
}
