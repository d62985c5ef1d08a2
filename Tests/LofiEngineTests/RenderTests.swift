import Foundation
import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin
import LofiScore
import LofiScoreFiles
import Testing
@testable import LofiEngine

@Suite("Rendering")
struct RenderTests {
    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "lofi-render-tests-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private static let song: Score = {
        let chords = [[50, 53, 57, 60], [43, 53, 59, 62], [48, 52, 55, 59], [45, 52, 55, 60]]
        let notes = chords.enumerated().flatMap { bar, pitches in
            pitches.map { Note(startTick: bar * 1920, durationTicks: 1800, pitch: $0, velocity: 80) }
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 80),
            parts: [Part(name: "Keys", role: .chords, program: 4, notes: notes)])
    }()

    private func render(
        _ name: String, style: String = "dusty-tape", _ change: (inout SongRenderer.Options) -> Void = { _ in }
    ) throws -> (bytes: [UInt8], report: RenderReport) {
        var options = SongRenderer.Options()
        change(&options)
        let path = folder.appending(path: name).path
        let renderer = SongRenderer(style: try Self.style(style), options: options)
        let report = try renderer.render(Self.song, to: path)
        return ([UInt8](try Data(contentsOf: URL(filePath: path))), report)
    }

    /// A preset that leaves the short song as short as it is.
    private static func style(_ name: String) throws -> Style {
        try StyleLibrary(userFolder: nil).style(name).setting(
            "form.loops-to", to: .number(0), catalog: .standard, option: "test")
    }

    /// Mean power in dB.
    private static func power(_ frames: [StereoFrame]) -> Double {
        10 * log10(frames.reduce(0.0) { $0 + Double(($1 * $1).sum()) } / Double(max(1, frames.count)))
    }

    /// The frames of a 16-bit WAV.
    private func samples(_ bytes: [UInt8]) throws -> [StereoFrame] {
        func size(_ chunk: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[chunk + 4 + $1]) << (8 * $1) } }
        var chunk = 12
        while chunk + 8 < bytes.count, !bytes[chunk..<(chunk + 4)].elementsEqual("data".utf8) {
            chunk += 8 + size(chunk) + size(chunk) % 2
        }
        try #require(chunk + 8 < bytes.count)
        return stride(from: chunk + 8, to: chunk + 8 + size(chunk), by: 4).map { index in
            func sample(_ at: Int) -> Float {
                Float(Int16(bitPattern: UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8)) / 32768
            }
            return StereoFrame(sample(index), sample(index + 2))
        }
    }

    @Test(
        "Every preset comes to its loudness, under its ceiling, without an offset, and ends in silence",
        arguments: StyleLibrary(userFolder: nil).entries().map(\.name))
    func presets(name: String) throws {
        let style = try StyleLibrary(userFolder: nil).style(name)
        let (bytes, report) = try render("\(name).wav", style: name)
        var frames = try samples(bytes)
        let loudness = LoudnessMeter(sampleRate: 44100)
        let peak = TruePeakMeter()
        frames.withUnsafeMutableBufferPointer {
            loudness.add($0)
            peak.add($0)
        }
        #expect(abs(loudness.integrated - style.master.loudness) < 0.1, "\(loudness.integrated)")
        #expect(peak.peakDecibels <= style.master.ceiling && abs(peak.peakDecibels - report.truePeak) < 0.1)
        let mean = frames.reduce(0.0) { $0 + Double($1.x + $1.y) / 2 } / Double(frames.count)
        #expect(abs(mean) < 1e-3)
        #expect(frames.suffix(441).allSatisfy { max(abs($0.x), abs($0.y)) < 1e-3 })
        #expect(abs(report.seconds - Double(frames.count) / 44100) < 0.001 && report.seconds > 10)
    }

    /// The presets that mean to sound like a usual lo-fi track; the others are a radio, a bed without drums, an 808.
    @Test(
        "The spectrum of a preset is that of lo-fi tracks",
        arguments: ["dusty-tape", "rainy-cafe", "bossa-balcony", "chopped-vinyl", "study-loop"])
    func spectrum(name: String) throws {
        let frames = try samples(try render("\(name).wav", style: name).bytes)
        // Octaves of the median long-term spectrum of 30 tracks (REFERENCES, section 1), dB of the whole power.
        let measured: [(hertz: Double, decibels: Double)] = [
            (63, -4.4), (125, -7.9), (250, -9.9), (500, -12.6), (1000, -17.0), (2000, -21.6), (4000, -24.9),
            (8000, -35.2),
        ]
        let levels = measured.map { octave in
            var filter = Biquad(.bandPass(centreHz: octave.hertz, q: 2.0.squareRoot(), sampleRate: 44100))
            return Self.power(frames.map { filter.next($0) }) - Self.power(frames)
        }
        let deviations = zip(levels, measured).map { $0 - $1.decibels }
        let rootMeanSquare = (deviations.reduce(0) { $0 + $1 * $1 } / Double(deviations.count)).squareRoot()
        #expect(rootMeanSquare < 5, "\(deviations)")
    }

    @Test("A long run-out groove sounds to its end, then the stylus is lifted")
    func runOut() throws {
        let style = try Self.style("dusty-tape").setting(
            "layers.vinyl.run-out", to: .number(40), catalog: .standard, option: "test")
        let path = folder.appending(path: "run-out.wav").path
        let report = try SongRenderer(style: style).render(Self.song, to: path)
        let music = try render("music.wav").report.seconds
        #expect(report.seconds > 40 && report.seconds > music + 30, "\(report.seconds) s, \(music) s without")
    }

    @Test("A layer's own end is heard behind a file, however long it takes")
    func runOutBehindAFile() throws {
        let input = folder.appending(path: "in.wav").path
        try ChainTests.process(["tape-hiss: {}"], to: input, seconds: 1)
        let output = folder.appending(path: "out.wav").path
        let seconds = try ChainTests.process(["vinyl: { level: -20, run-out: 30 }"], input, to: output).seconds
        #expect(abs(seconds - 31) < 0.1, "\(seconds)")
    }

    @Test("The same song, style and seed give the same bytes, whatever the blocks and however often")
    func determinism() throws {
        let whole = try render("a.wav").bytes
        for block in [64, 1000, 4096] { #expect(try render("b.wav") { $0.blockFrames = block }.bytes == whole) }
        for threads in [1, 2, 5] { #expect(try render("t.wav") { $0.threads = threads }.bytes == whole) }
        for _ in 0..<3 { #expect(try render("c.wav").bytes == whole) }
        #expect(try render("d.wav") { $0.seed = 2 }.bytes != whole)
    }

    @Test("A missing SoundFont is refused by name, and the old file stays")
    func missingFont() throws {
        let old = try render("song.wav").bytes
        let error = #expect(throws: RenderError.self) {
            try render("song.wav") { $0.soundFont = .file("/nowhere/x.sf2") }
        }
        #expect(
            error?.cause as? SynthesisError == .soundFont("/nowhere/x.sf2", reason: "No such file or directory"))
        #expect([UInt8](try Data(contentsOf: folder.appending(path: "song.wav"))) == old)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["song.wav"])
    }

    @Test("A device is written to, never replaced")
    func device() throws {
        let renderer = SongRenderer(style: try StyleLibrary(userFolder: nil).style("dusty-tape"))
        let error = #expect(throws: RenderError.self) {
            try renderer.render(Self.song, to: "/dev/full")
        }
        #expect(error?.cause as? FileError == .cannotWrite("/dev/full", reason: "No space left on device"))
        var status = stat()
        #expect(stat("/dev/full", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test("Drums and bass are written to a song that has none")
    func arrangement() throws {
        let arranged = try SongRenderer(style: Self.style("dusty-tape")).arrange(Self.song)
        #expect(Set(arranged.parts.map(\.role)) == [.chords, .bass, .drums])
        // As the preset has it, twelve seconds become two minutes, and the choruses get an answer.
        let piece = try SongRenderer(style: StyleLibrary(userFolder: nil).style("dusty-tape")).arrange(Self.song)
        #expect(abs(piece.tempoMap.seconds(at: piece.lastNoteEndTick) - 120) < 4)
        #expect(Set(piece.parts.map(\.role)) == [.chords, .bass, .drums, .counter, .pad])
    }

    @Test("The beat lies where the song's beat is, not where the file's grid is", arguments: [-0.2, 0.15, 0.3])
    func pulse(shiftBeats: Double) throws {
        // Chords on each beat, the bass and a new chord on each bar, all beside the file's grid.
        let chords = [[38, 53, 57, 60], [31, 53, 59, 62], [36, 52, 55, 59], [33, 52, 55, 60]]
        let shift = Int(480 * (1 + shiftBeats))
        var notes: [Note] = []
        for beat in 0..<96 {
            let isFirst = beat % 4 == 0
            for (voice, pitch) in chords[beat / 4 % 4].enumerated() where isFirst || voice > 0 {
                notes.append(
                    Note(
                        startTick: beat * 480 + shift, durationTicks: voice == 0 ? 1900 : 440, pitch: pitch,
                        velocity: isFirst ? 90 : 70))
            }
        }
        let song = Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 80),
            parts: [Part(name: "Keys", role: .chords, program: 4, notes: notes)])
        let arranged = try SongRenderer(style: Self.style("dusty-tape")).arrange(song)
        let kicks = arranged.parts.filter(\.isDrums).flatMap(\.notes).filter { $0.pitch == 36 }
        let first = song.tempoMap.seconds(at: shift)
        var bars: Set<Int> = []
        for kick in kicks {
            let place = (arranged.tempoMap.seconds(at: kick.startTick) - first) / 3
            if abs(place - place.rounded()) * 3 < 0.05 { bars.insert(Int(place.rounded())) }
        }
        #expect(bars.count >= 18, "\(bars.count) of 24 bars begin with a kick")
    }

    @Test("A loop that rests for a bar becomes a piece without a hole, softer in its introduction and its bridge")
    func noHole() throws {
        var loop = Self.song
        loop.parts[0].notes.removeAll { [1920, 5760].contains($0.startTick) }
        var options = SongRenderer.Options()
        options.sampleRate = 11025
        let path = folder.appending(path: "piece.wav").path
        let renderer = SongRenderer(style: try StyleLibrary(userFolder: nil).style("dusty-tape"), options: options)
        let sections = try renderer.arrange(loop).sections
        try renderer.render(loop, to: path)
        let frames = try samples([UInt8](Data(contentsOf: URL(filePath: path))))
        let seconds = stride(from: 0, to: frames.count - 11025, by: 11025).map {
            Self.power(Array(frames[$0..<($0 + 11025)]))
        }
        let whole = Self.power(frames)
        // Up to the last bar, which may fade.
        #expect(seconds.count > 110)
        for (second, level) in seconds.enumerated().dropLast(9) { #expect(level > whole - 22, "second \(second)") }
        func mean(_ kind: SongSection.Kind) -> Double {
            // Three seconds a bar of 1920 ticks at 80 bpm, on a grid four times as fine.
            let inside = sections.filter { $0.kind == kind }.flatMap { section in
                seconds.indices.filter { section.contains($0 * 7680 / 3 + 1280) }.map { seconds[$0] }
            }
            return inside.reduce(0, +) / Double(max(1, inside.count))
        }
        #expect(mean(.intro) < mean(.chorus) - 3 && mean(.bridge) < mean(.chorus) - 2)
    }

    @Test("The arranged MIDI file read back has the same notes within a tick", arguments: ["dusty-tape", "rainy-cafe"])
    func arrangedFile(name: String) throws {
        let arranged = try SongRenderer(style: StyleLibrary(userFolder: nil).style(name)).arrange(Self.song)
        let path = folder.appending(path: "arranged.mid").path
        try ArrangedFile(path: path).write(arranged)
        let back = try MIDISong([UInt8](Data(contentsOf: URL(filePath: path)))).score
        #expect(back.parts.map(\.name) == arranged.parts.map(\.name))
        #expect(back.tempoMap.changes.count == arranged.tempoMap.changes.count)
        let scale = Double(back.ticksPerQuarter) / Double(arranged.ticksPerQuarter)
        for (own, read) in zip(arranged.parts, back.parts) {
            #expect(own.notes.count == read.notes.count, "\(own.name)")
            // Ordered alike: rounding may exchange neighbours.
            let (a, b) = (own.notes.map { ($0.pitch, $0.startTick) }, read.notes.map { ($0.pitch, $0.startTick) })
            for (note, other) in zip(a.sorted(by: <), b.sorted(by: <)) {
                #expect(note.0 == other.0 && abs(Double(note.1) * scale - Double(other.1)) <= 1)
            }
        }
    }

    @Test("Samples of 24 bits, floats and other rates hold the same music")
    func formats() throws {
        let short = try render("16.wav").bytes.count
        #expect(abs(Double(try render("24.wav") { $0.sampleFormat = .int24 }.bytes.count) / Double(short) - 1.5) < 0.01)
        #expect(abs(Double(try render("32.wav") { $0.sampleFormat = .float32 }.bytes.count) / Double(short) - 2) < 0.01)
        let half = try render("22.wav") { $0.sampleRate = 22050 }
        #expect(abs(Double(half.bytes.count) / Double(short) - 0.5) < 0.01 && abs(half.report.loudness + 14) < 0.15)
    }

    @Test("What outgrows 4 GiB is RF64 as a WAV, and refused as an AIFF, which has no such kind")
    func large() throws {
        for (container, frames, wanted) in [
            (AudioFormat.Container.wav, 1 << 29, "RF64"), (.wav, 1 << 28, "RIFF"), (.aiff, 1 << 28, "FORM"),
            (.aiff, 1 << 29, "limited to 4 GiB"),
        ] {
            let file = try OutputFile(path: folder.appending(path: "large").path, seeks: true)
            let format = AudioFormat(container: container, sampleFormat: .float32, sampleRate: 48000)
            do {
                let writer = try AudioFileWriter(
                    descriptor: file.descriptor, format: format, frameCount: frames, path: file.path)
                try writer.finish()
                var magic = [UInt8](repeating: 0, count: 4)
                #expect(pread(file.descriptor, &magic, 4, 0) == 4)
                #expect(String(decoding: magic, as: UTF8.self) == wanted, "\(container), \(frames)")
            } catch { #expect("\(error)".contains(wanted), "\(error)") }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("Audio files of a style that together outgrow the memory are refused by name")
    func clips() throws {
        let paths = try (0..<4).map { index -> String in
            let path = folder.appending(path: "\(index).wav").path
            let frames = 19 * 60 * 8000
            let file = try OutputFile(path: path, seeks: true)
            let writer = try AudioFileWriter(
                descriptor: file.descriptor,
                format: AudioFormat(container: .wav, sampleFormat: .int16, sampleRate: 8000), frameCount: frames,
                path: path)
            var block = [StereoFrame](repeating: .zero, count: 60 * 8000)
            try block.withUnsafeMutableBufferPointer { block in for _ in 0..<19 { try writer.write(block) } }
            try writer.finish()
            try file.commit()
            return path
        }
        #expect(try AudioClips.load(Set(paths.dropLast()), sampleRate: 8000).count == 3)
        #expect { try AudioClips.load(Set(paths), sampleRate: 8000) } throws: {
            "\($0)".contains("3.wav: the style's audio files are longer than 60 minutes in total")
        }
    }
}
