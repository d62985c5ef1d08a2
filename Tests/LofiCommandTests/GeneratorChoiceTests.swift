import Foundation
import LofiEngine
import LofiGenerate
import LofiPlugin
import LofiScore
import Testing
@testable import LofiCommand

/// A generator as a package from outside brings one: it repeats a note `foo` times.
private struct Repeater: ScoreGenerator {
    static let kind = "my-kind"
    static let summary = "one note again and again"
    static let isDefault = true
    static let parameters: [Parameter] = [
        .integer("foo", 1...9, default: 2, "how often the note sounds"),
        .number("heat", 0...2, default: 1, "how loud it is").offered(as: "temperature"),
        .file("like", "a file that it reads").offered(as: "like"),
        .flag("memory", default: true, "whether it goes on").offered(as: "no-memory"),
        .text("music", default: "plain", "a name in the file"),
    ]
    static let rules: [SettingRule] = [
        .excludes("foo", "bars", reason: "choose one"), .overrides("heat", "tempo", reason: "heat has its own"),
        .needs("memory", "foo"), .belongs("music", to: "like"),
    ]

    let settings: Settings

    init(settings: Settings) { self.settings = settings }

    func generate(_ request: GenerationRequest, random: inout RandomStream) -> Score {
        let notes = (0..<settings.integer("foo")).map {
            Note(
                startTick: $0 * 480, durationTicks: 240, pitch: 60, velocity: Int(settings.number("heat") * 60) + 1)
        }
        return Score(tempoMap: TempoMap(ticksPerQuarter: 480), parts: [Part(name: "", role: .melody, notes: notes)])
    }
}

@Suite("Which generator creates a song, and how it is set")
struct GeneratorChoiceTests {
    private let catalog = Catalog.standard.adding(Repeater.self)

    private func choice(_ words: [String], style: Style.PluginUse? = nil) throws -> GeneratorChoice {
        let command = try GenerateCommand.parse(words + ["-o", "-"])
        return try GeneratorChoice(
            kind: command.generator.kind, typed: command.generator.typed(sets: command.settings), style: style,
            asked: command.asked, in: catalog)
    }

    private func settings(_ words: [String], style: Style.PluginUse? = nil) throws -> Settings {
        try #require(choice(words, style: style).generator as? Repeater).settings
    }

    private func message(_ words: [String]) throws -> String {
        let failure = #expect(throws: Failure.self) { _ = try choice(words) }
        #expect(failure?.exitCode == 64)
        return failure?.message ?? ""
    }

    @Test("A generator from outside is set by its own keys, and by the options that its parameters are offered as")
    func outside() throws {
        let set = try settings(["my-kind", "--set", "foo=3", "--temperature", "0.5", "--no-memory"])
        #expect(set.integer("foo") == 3 && set.number("heat") == 0.5 && !set.flag("memory"))
        let song = try choice(["my-kind", "--set", "foo=3"]).song(GenerationRequest(bars: 1, seed: 1)) { _ in }
        #expect(song.parts[0].notes.count == 3)
        #expect(try settings(["my-kind", "--set", "heat=2"]).number("heat") == 2)
    }

    @Test("The usual generator is the last in the catalogue that says so; a model or a program chooses its own")
    func choices() throws {
        #expect(try choice([]).kind == "my-kind")
        #expect(Catalog.standard.defaultGenerator?.kind == "composer")
        #expect(try choice(["--generator", "true"]).kind == "external-program")
        #expect(try choice(["--model", "rules"]).kind == "rules")
        #expect(try choice(["--model", "my-kind"]).kind == "my-kind")
        #expect(catalog.generator(playing: "melody-vae")?.kind == "melody-vae")
        #expect(
            catalog.generators.allSatisfy { $0.modelKind == nil || catalog.generator(playing: $0.modelKind!) == $0 })
    }

    @Test("A style's settings count, but for those that belong to a setting that was typed")
    func style() throws {
        let yaml = "generator: { my-kind: { foo: 4, music: loud } }"
        let style = try StyleReader(file: "my.yaml", catalog: catalog).read(yaml).generator
        #expect(try settings([], style: style).integer("foo") == 4)
        let typed = try settings(["my-kind", "--set", "foo=5"], style: style)
        #expect(typed.integer("foo") == 5 && typed.text("music") == "loud")
        #expect(try settings(["my-kind", "--like", "x"], style: style).text("music") == "plain")
        #expect(try choice(["rules"], style: style).kind == "rules")
    }

    @Test("What is wrong is said as it was typed, with what is allowed and the nearest name")
    func mistakes() throws {
        #expect(try message(["my-knd"]).contains("did you mean 'my-kind'"))
        #expect(try message(["my-kind", "--set", "fooo=3"]).contains("did you mean 'foo'"))
        #expect(try message(["my-kind", "--set", "foo=10"]) == "--set foo=10: 'foo' is 10, but must be 1…9, whole")
        #expect(
            try message(["my-kind", "--temperature", "3"]).hasPrefix("--temperature: 'heat' is 3, but must be 0…2"))
        #expect(
            try message(["my-kind", "--chords", "C"])
                == "--chords: my-kind has no such setting; composer, rules have it")
        #expect(try message(["my-kind", "--set", "foo=3", "--bars", "2"]) == "--set foo and --bars: choose one")
        #expect(try message(["my-kind", "--no-memory"]) == "--no-memory needs --set foo")
        #expect(try message(["my-kind", "--set", "heat=1", "--temperature", "1"]).contains("more than once"))
    }

    @Test("A setting without an effect is told, and no other")
    func notes() throws {
        var notes: [String] = []
        let request = GenerationRequest(bars: 1, seed: 1)
        _ = try choice(["my-kind", "--temperature", "1", "--tempo", "90"]).song(request) { notes.append($0) }
        #expect(notes == ["note: --tempo is ignored with --temperature: heat has its own"])
        _ = try choice(["my-kind", "--tempo", "90"]).song(request) { notes.append($0) }
        #expect(notes.count == 1)
    }

    @Test("Files that settings name are known as inputs, by key and by option")
    func files() throws {
        let command = try GenerateCommand.parse([
            "my-kind", "--like", "a", "--set", "melody=b", "--form", "c", "-o", "-",
        ])
        let typed = try command.generator.typed(sets: command.settings)
        #expect(Set(typed.files(catalog.generators.flatMap { $0.parameters })) == ["a", "b"])
    }

    @Test("Every parameter that is offered as an option has that option")
    func options() throws {
        let help = GenerateCommand.helpMessage(columns: 10_000)
        for type in Catalog.standard.generators {
            for parameter in type.parameters {
                guard let option = parameter.option else { continue }
                #expect(help.contains("--\(option) "), "\(option) of \(type.kind)")
            }
        }
    }
}
