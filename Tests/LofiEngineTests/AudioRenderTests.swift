import Foundation
import LofiArrange
import LofiAudioFile
import LofiDSP
import LofiListening
import LofiPlatform
import LofiPlugin
import LofiScore
import Testing
@testable import LofiEngine

@Suite("Recordings through a style")
struct AudioRenderTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "lofi-audio-tests-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    /// A song of notes as a recording: an Am-F-C-G loop on plucked chords, on the beats of a tempo.
    private func loop(_ name: String, seconds: Double = 40, bpm: Double = 84, rate: Int = 44_100, cents: Double = 0)
        throws -> AudioSong
    {
        var frames = [StereoFrame](repeating: .zero, count: Int(seconds * Double(rate)))
        let beat = 60 / bpm
        let chords = [[57, 60, 64], [53, 57, 60], [48, 52, 55], [55, 59, 62]]
        for index in 0..<Int(seconds / beat) {
            var pitches = chords[index / 4 % 4]
            if index % 4 == 0 { pitches.append(pitches[0] - 12) }
            for pitch in pitches {
                let hertz = 440 * pow(2, (Double(pitch) - 69 + cents / 100) / 12)
                let first = Int(Double(index) * beat * Double(rate))
                for step in 0..<Int(beat * Double(rate)) where first + step < frames.count {
                    let t = Double(step) / Double(rate)
                    let sample =
                        (sin(2 * .pi * hertz * t) + 0.3 * sin(4 * .pi * hertz * t)) * exp(-3 * t) * min(1, t / 0.003)
                    frames[first + step] += StereoFrame(repeating: Float(0.1 * sample))
                }
            }
        }
        try WaveFile.write(frames, rate: rate, to: path(name))
        return AudioSong(AudioSource(path: path(name)))
    }

    private func renderer(_ style: String = "dusty-tape", _ change: (inout StyleDocument) throws -> Void = { _ in })
        throws
        -> SongRenderer
    {
        var document = try StyleLibrary(userFolder: nil).style(style).document
        try change(&document)
        return SongRenderer(style: try document.style())
    }

    @Test("Drums and bass are laid on the beats of the recording, and its chords have the roots of the bass")
    func accompaniment() throws {
        let renderer = try renderer()
        let hearing = try renderer.hear(try loop("a.wav"))
        let score = try renderer.accompany(hearing)
        #expect(Set(score.parts.map(\.role)) == [.drums, .bass])
        // The backbeat: strong strokes of the snare on beats two and four, with the drummer's looseness.
        let snares = score.parts.filter(\.isDrums).flatMap(\.notes).filter {
            (37...40).contains($0.pitch) && $0.velocity > 70
        }
        let beat = 60.0 / 84
        let onBackbeat = snares.count { note in
            let place = score.tempoMap.seconds(at: note.startTick) / beat
            return abs(place - place.rounded()) * beat < 0.06 && Int(place.rounded()) % 2 == 1
        }
        #expect(
            snares.count > 15 && Double(onBackbeat) > 0.8 * Double(snares.count), "\(onBackbeat) of \(snares.count)")
        let roots = [9, 5, 0, 7]
        let bass = try #require(score.parts.first { $0.role == .bass })
        var (right, all) = (0, 0)
        for bar in 1..<13 {
            let range = (Double(bar) * 4 * beat - 0.1)...(Double(bar) * 4 * beat + 0.15)
            guard let note = bass.notes.first(where: { range.contains(score.tempoMap.seconds(at: $0.startTick)) })
            else { continue }
            all += 1
            if note.pitch % 12 == roots[bar % 4] { right += 1 }
        }
        #expect(all >= 9 && right >= all - 1, "\(right) of \(all)")
    }

    @Test("A recording without a beat gets nothing, and one line says so; --no-drums and --no-bass are silent about it")
    func noBeat() throws {
        var random = RandomStream(seed: 5, place: "test")
        let noise = (0..<(20 * 44_100)).map { _ in StereoFrame(repeating: Float(random.uniform(-0.2...0.2))) }
        try WaveFile.write(noise, rate: 44_100, to: path("noise.wav"))
        let song = AudioSong(AudioSource(path: path("noise.wav")))
        let renderer = try renderer()
        let report = try renderer.render(song, to: path("out.wav"))
        #expect(report.remarks == ["no steady beat found in the recording, so no drums or bass was added"])
        #expect(report.beatsPerMinute == 0)
        var bare = try StyleLibrary(userFolder: nil).style("dusty-tape").document
        bare.remove(Drums.self)
        bare.remove(Bass.self)
        #expect(try SongRenderer(style: try bare.style()).accompany(renderer.hear(song)).remarks.isEmpty)
    }

    @Test(
        "The result has the style's loudness, its peaks below the ceiling, and the length of the recording at its speed"
    )
    func result() throws {
        let song = try loop("b.wav", seconds: 20)
        for speed in [1, 0.8] {
            let report = try renderer().render(AudioSong(song.source, speed: speed), to: path("out-\(speed).wav"))
            #expect(abs(report.loudness + 14) < 0.2 && report.truePeak <= -0.9)
            #expect(report.seconds > 20 / speed && report.seconds < 20 / speed + 12, "\(report.seconds)")
        }
    }

    @Test("A slowed record is lower, and what is added is in tune with it")
    func slow() throws {
        let renderer = try renderer()
        // 0.95 is 89 cents down: a semitone, less 11 cents.
        let hearing = try renderer.hear(AudioSong(try loop("c.wav").source, speed: 0.95))
        #expect(abs(hearing.music.tuningCents - 11.2) < 4, "\(hearing.music.tuningCents)")
        #expect(abs((hearing.music.beatsPerMinute ?? 0) - 84 * 0.95) < 1)
        let bass = try #require(try renderer.accompany(hearing).parts.first { $0.role == .bass })
        #expect(bass.controllers.contains { $0.change == .tuning(cents: hearing.music.tuningCents) })
        #expect(bass.notes.contains { $0.pitch % 12 == 8 }, "the root of Am, a semitone lower")
    }

    @Test("Drums recede where the recording is loud")
    func ducking() throws {
        let renderer = try renderer()
        let plan = try renderer.style.graphPlan(
            stems: [:], recording: GraphPlan.StemUse(index: 0, gain: StereoFrame(repeating: 1)), catalog: .standard)
        for strip in ["drums", "bass"] {
            let node = try #require(plan.nodes.first { $0.name == strip })
            #expect(node.effects.last?.settings.text("from") == Style.recordingStrip)
        }
        let without = try renderer.style.graphPlan(stems: [:], catalog: .standard)
        #expect(!without.nodes.contains { $0.name == Style.recordingStrip })
    }

    @Test("Every preset takes a recording", arguments: StyleLibrary(userFolder: nil).entries().map(\.name))
    func presets(name: String) throws {
        let report = try renderer(name).render(try loop("\(name).wav", seconds: 8), to: path("\(name)-out.wav"))
        #expect(report.seconds > 7.9 && report.truePeak <= -0.9)
    }

    @Test("The same bytes on any number of threads and with any blocks")
    func determinism() throws {
        let song = try loop("d.wav", seconds: 12, rate: 48_000)
        func bytes(_ change: (inout SongRenderer.Options) -> Void) throws -> Data {
            var renderer = try renderer()
            change(&renderer.options)
            try renderer.render(song, to: path("d-out.wav"))
            return try Data(contentsOf: URL(filePath: path("d-out.wav")))
        }
        let first = try bytes { _ in }
        #expect(try bytes { $0.threads = 1 } == first)
        #expect(try bytes { $0.blockFrames = 333 } == first)
    }
}
