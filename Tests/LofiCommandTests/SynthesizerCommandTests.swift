import Foundation
import Testing

@Suite("Synthesizers at the command line")
struct SynthesizerCommandTests {
    @Test("An ordinary render loads FluidSynth, one by the SoundFont player does not need it")
    func loads() throws {
        let program = try Program()
        let ordinary = try program.run(Program.song, "-o", "a.wav", prefix: ["LD_DEBUG=files"])
        #expect(ordinary.status == 0 && ordinary.errors.contains("libfluidsynth.so"))
        #expect(program.files.contains("a.wav"))
    }

    @Test("Where FluidSynth cannot be loaded a render fails with one line that says why, and leaves nothing")
    func missing() throws {
        let program = try Program()
        let libraries = program.folder.deletingLastPathComponent().appending(path: "no-fluidsynth-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: libraries, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: libraries) }
        // The loader takes the first file of the name, and this is none that it can load.
        for name in ["libfluidsynth.so.3", "libfluidsynth.so.2"] {
            try Data("not a library".utf8).write(to: libraries.appending(path: name))
        }
        let prefix = ["LD_LIBRARY_PATH=\(libraries.path)"]
        let outcome = try program.run(Program.song, "-o", "a.wav", prefix: prefix)
        #expect(outcome.status == 69 && outcome.lines.count == 1, "\(outcome.errors)")
        #expect(outcome.errors.contains("fluidsynth: libfluidsynth cannot be loaded: "), "\(outcome.errors)")
        #expect(outcome.errors.contains("libfluidsynth.so.3: file too short"), "\(outcome.errors)")
        #expect(program.files.isEmpty)
        let other = try program.run(
            Program.song, "-o", "b.wav", "--synthesizer", "soundfont-player", prefix: prefix)
        #expect(other.status == 0 && program.files == ["b.wav"], "\(other.errors)")
    }

    @Test("An unknown synthesizer is refused with the nearest name")
    func unknown() throws {
        let program = try Program()
        let outcome = try program.run(Program.song, "-o", "a.wav", "--synthesizer", "fluidsinth")
        #expect(outcome.status == 64 && outcome.lines.count == 1)
        #expect(outcome.errors.contains("fluidsynth") && outcome.errors.contains("soundfont-player"))
        #expect(program.files.isEmpty)
    }
}
