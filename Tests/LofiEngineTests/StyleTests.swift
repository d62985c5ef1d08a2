import LofiPlugin
import LofiScore
import Testing
@testable import LofiEngine

@Suite("Styles")
struct StyleTests {
    private func mistake(_ yaml: String) -> String {
        do {
            _ = try StyleReader(file: "my.yaml", catalog: .standard).read(yaml)
            return "none"
        } catch { return error.description }
    }

    @Test("There are at least eight presets, each with a summary, each with a sound graph")
    func presets() throws {
        let library = StyleLibrary(userFolder: nil)
        #expect(library.entries().count >= 8)
        for entry in library.entries() {
            let style = try library.style(entry.name)
            #expect(style.name == entry.name && !style.summary.isEmpty)
            _ = try style.graphPlan(stems: [:], catalog: .standard)
        }
        #expect(library.entries().contains { $0.name == StyleLibrary.defaultName })
    }

    @Test("A style may name the generator of its new songs")
    func generator() throws {
        let style = try StyleReader(file: "my.yaml", catalog: .standard).read(
            "generator: { composer: { mode: minor, density: 0.8 } }")
        #expect(style.generator?.kind == "composer")
        #expect(style.generator?.given == ["mode": .text("minor"), "density": .number(0.8)])
        #expect(mistake("generator: { composer: { density: 9 } }").hasPrefix("my.yaml:1: composer: 'density' is 9"))
        #expect(mistake("generator: composr").contains("did you mean 'composer'"))
    }

    @Test("A mistake gives file, line, what is allowed and the nearest name")
    func mistakes() {
        #expect(
            mistake("name: x\nmaster:\n  loudnes: -14")
                == "my.yaml:3: unknown key of the master 'loudnes' (did you mean 'loudness'?); allowed: loudness, ceiling, fade-out, soft-clip, dither, silence, effects"
        )
        #expect(
            mistake("score:\n  - drums: { groove: boombap }").hasPrefix(
                "my.yaml:2: drums: 'groove' is boombap, but must be one of boom-bap"))
        #expect(mistake("layers:\n  - vinil: {}").hasPrefix("my.yaml:2: unknown layer 'vinil' (did you mean 'vinyl'?)"))
        #expect(mistake("parts:\n  chords:\n    level: 3").hasPrefix("my.yaml:3: 'level' is 3, but must be -60…0 LUFS"))
        #expect(
            mistake("layers:\n  - audio-file: {}")
                == "my.yaml:2: audio-file needs an audio file: 'file: path/to/sound.wav'")
        #expect(
            mistake("parts:\n  chords:\n    send: { room: 1.5 }")
                == "my.yaml:3: send to 'room' must be a number, 0…1")
        #expect(mistake("parts: [1").hasPrefix("my.yaml:"))
        for empty in ["", "null", "~", "# nothing", "{}"] { #expect(mistake(empty) == "my.yaml:1: the style is empty") }
        #expect(mistake("- rain").hasPrefix("my.yaml:1: a style: expected 'key: value' pairs here"))
        #expect(
            mistake("layers:\n  - rain: { levle: -30 }").hasPrefix(
                "my.yaml:2: rain: unknown key 'levle' (did you mean 'level'?)"))
    }

    @Test("An audio file's path is meant from the folder of the style that names it")
    func audioFile() throws {
        func path(_ file: String, _ path: String) throws -> String? {
            try StyleReader(file: file, catalog: .standard).read("layers:\n  - audio-file: { file: \(path) }")
                .layers.first?.use.settings.text("file")
        }
        #expect(try path("styles/my.yaml", "sea.wav") == "styles/sea.wav")
        #expect(try path("my.yaml", "sea.wav") == "sea.wav")
        #expect(try path("styles/my.yaml", "/sounds/sea.wav") == "/sounds/sea.wav")
    }

    @Test("Numbers that are none are refused", arguments: [".nan", ".inf", "1e308", "\"\"", "abc"])
    func numbers(value: String) {
        #expect(mistake("master:\n  loudness: \(value)").hasPrefix("my.yaml:2: 'loudness' is"))
    }

    @Test("Circles, unknown and unused buses are refused with their line")
    func graph() throws {
        func mistake(_ yaml: String) throws -> String {
            do {
                _ = try StyleReader(file: "my.yaml", catalog: .standard).read(yaml).graphPlan(
                    stems: [:], catalog: .standard)
                return "none"
            } catch { return error.description }
        }
        #expect(
            try mistake("buses:\n  room: {}")
                == "my.yaml:2: nothing is sent to bus 'room': send something to it or remove it")
        #expect(
            try mistake("parts:\n  chords: { send: { rom: 0.3 } }\nbuses:\n  room: {}").hasPrefix(
                "my.yaml:2: chords goes to bus 'rom', which does not exist (did you mean 'room'?)"))
        #expect(try mistake("buses:\n  a: { to: b }\n  b: { to: a }").contains("has a cycle: a → b → a"))
        #expect(
            try mistake("layers:\n  - rain:\n      send: { rom: 0.1 }\nbuses: { room: { to: master } }").hasPrefix(
                "my.yaml:3: layers/rain goes to bus 'rom'"))
        #expect(
            try mistake("parts:\n  room: { send: { room: 0.1 } }\nbuses:\n  room: {}").hasPrefix(
                "my.yaml:4: the name 'room' is taken"))
    }
}
