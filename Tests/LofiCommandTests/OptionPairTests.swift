import Foundation
import LofiNeural
import LofiPlugin
import LofiScore
import LofiScoreFiles
import Testing
@testable import LofiCommand
@testable import LofiGenerate

/// Every two options of `generate` together: each has an effect, or there is a word about it.
@Suite("Pairs of generator options")
struct OptionPairTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "option-pairs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Plain 4/4: a longer note begins each bar.
        let notes = (0..<24).map { index in
            Note(
                startTick: index / 6 * 1920 + [0, 720, 960, 1200, 1440, 1680][index % 6],
                durationTicks: index % 6 == 0 ? 700 : 200, pitch: [60, 64, 67, 65, 62, 59][index % 6] + index / 18,
                velocity: 80)
        }
        let song = Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 90),
            parts: [Part(name: "Melody", role: .melody, notes: notes)])
        try Data(MIDIFileWriter.bytes(song)).write(to: file("tune.mid"))
        var other = song
        for index in other.parts[0].notes.indices { other.parts[0].notes[index].pitch += index % 5 }
        try Data(MIDIFileWriter.bytes(other)).write(to: file("other.mid"))
        try Data(Self.composer.get()).write(to: file("composer.safetensors"))
        try Data(Self.melodies.get()).write(to: file("vae.safetensors"))
    }

    // Untrained models: what is tested here holds whatever they have learnt.

    private static let composer = Result {
        var shape = ComposerNetwork<Float>.Shape()
        (shape.embedding, shape.hidden) = (8, [12, 12])
        let network = ComposerNetwork<Float>(shape, seed: 4)
        // Few notes in a bar, so that it is quick.
        let bias = network.weights[network.weights.count - 1]
        for number in ComposerWord.pitches { bias.value[number] = -5 }
        for number in ComposerWord.velocities { bias.value[number] = -4 }
        for number in ComposerWord.positions { bias.value[number] = 1 }
        return try ComposerModel(header: header(ComposerModel.kind), styles: ["pop", "lofi"], network: network).file()
            .bytes(.single)
    }

    private static let melodies = Result {
        var shape = MelodyVAENetwork<Float>.Shape()
        (shape.encoder, shape.decoder, shape.latent) = (16, [16, 16], 8)
        let network = MelodyVAENetwork<Float>(shape, seed: 2)
        let prior = LatentPrior<Float>(.init(latent: 8), seed: 1)
        // The point in the latent space matters, and what was before.
        for weight in network.weights + prior.weights {
            for index in 0..<weight.value.count { weight.value[index] *= 8 }
        }
        return try MelodyModel(header: header(MelodyModel.kind), network: network, prior: prior).file().bytes(.single)
    }

    private static func header(_ kind: String) -> ModelHeader {
        ModelHeader(kind: kind, corpus: .init(digest: "", files: 0), licence: "")
    }

    private func file(_ name: String) -> URL { folder.appending(path: name) }

    /// Each option as it can be given, those that need another with it.
    private var options: [String: [String]] {
        let (tune, other) = (file("tune.mid").path, file("other.mid").path)
        return [
            "temperature": ["--temperature", "0.7"], "top-p": ["--top-p", "0.5"], "no-memory": ["--no-memory"],
            "like": ["--like", tune], "spread": ["--like", tune, "--spread", "2.5"],
            "towards": ["--like", tune, "--towards", other], "music": ["--music", "lofi"],
            "mode": ["--mode", "minor"], "form": ["--form", "AB"], "chords": ["--chords", "Dm9 G13 | E7"],
            "melody": ["--melody", tune], "continue": ["--continue", other],
            "infill": ["--continue", other, "--infill", "1-2"], "density": ["--density", "0.5"],
            "bars": ["--bars", "5"], "seed": ["--seed", "9"], "tempo": ["--tempo", "77"], "key": ["--key", "D"],
        ]
    }

    private enum Outcome: Equatable {
        case song(Score, notes: [String])
        case refused(String)
    }

    /// - Parameters:
    ///   - bars: where `--bars` is not given.
    ///   - shift: of the seed: chance may draw what an option asks for.
    private func outcome(_ model: [String], _ names: [String], bars: Int = 1, shift: UInt64 = 0) -> Outcome {
        var words: [String] = model
        // `--like FILE` of two options is the same one.
        for name in names {
            let own = options[name] ?? []
            words += own.first.map { words.contains($0) } == true ? Array(own.dropFirst(2)) : own
        }
        do {
            let command = try GenerateCommand.parse(words + ["-o", "-"])
            let typed = try command.generator.typed(sets: command.settings)
            var request = try GenerateCommand.request(
                bars: command.bars ?? bars, seed: (command.seed ?? 1) + shift, tempo: command.tempo?.value,
                key: command.key,
                mode: typed.word("mode"))
            request.asked = command.asked
            var notes: [String] = []
            let choice = try GeneratorChoice(kind: nil, typed: typed, asked: command.asked)
            let song = try choice.song(request) { notes.append($0) }
            return .song(song, notes: notes)
        } catch { return .refused((error as? Failure)?.message ?? "\(error)") }
    }

    /// Whether a rule of a generator refuses two options.
    private func excludes(_ rules: [SettingRule], _ options: [String]) -> Bool {
        let keys = Set(options.map { $0 == "no-memory" ? "memory" : $0 })
        return rules.contains { rule in
            if case .excludes(let one, let other, _) = rule { [one, other] == keys } else { false }
        }
    }

    /// The pairs of options that one generator has.
    private func walk(_ model: [String], _ rules: [SettingRule], bars: Int, _ names: [String]) {
        let alone = names.map { outcome(model, [$0], bars: bars) }
        for (first, name) in names.enumerated() {
            for second in first + 1..<names.count {
                let other = names[second]
                // One includes the other.
                guard !Set(options[name]!).isSubset(of: options[other]!),
                    !Set(options[other]!).isSubset(of: options[name]!)
                else { continue }
                let refused = excludes(rules, [name, other])
                switch outcome(model, [name, other], bars: bars) {
                case .refused(let message):
                    #expect(!message.isEmpty && !message.contains("\n"))
                case .song(let song, let notes):
                    #expect(!refused, "--\(name) and --\(other)")
                    guard notes.isEmpty else { continue }
                    for index in [first, second] {
                        guard case .song = alone[index] else { continue }
                        let hasEffect =
                            alone[index] != .song(song, notes: [])
                            || (1...4 as ClosedRange<UInt64>).contains { shift in
                                outcome(model, [name, other], bars: bars, shift: shift)
                                    != outcome(model, [names[index]], bars: bars, shift: shift)
                            }
                        #expect(hasEffect, "--\(name) --\(other): only --\(names[index]) has an effect")
                    }
                }
            }
        }
        // That the options work at all: otherwise nothing above says anything.
        for (name, result) in zip(names, alone) {
            guard case .song(_, let notes) = result else {
                if case .refused(let message) = result { Issue.record("--\(name) alone: \(message)") }
                continue
            }
            #expect(notes.isEmpty, "--\(name) alone: \(notes)")
        }
    }

    @Test("of the composer")
    func composer() {
        walk(
            ["--model", file("composer.safetensors").path], ComposerGenerator.rules, bars: 2,
            [
                "temperature", "top-p", "music", "mode", "form", "chords", "melody", "continue", "infill", "density",
                "bars",
                "seed", "tempo", "key",
            ])
    }

    @Test("of the rules")
    func rules() {
        walk(
            ["--model", "rules"], RuleGenerator.rules, bars: 2,
            ["mode", "form", "chords", "density", "bars", "seed", "tempo", "key"])
    }

    @Test("of the melody autoencoder")
    func melodies() {
        walk(
            ["--model", file("vae.safetensors").path], MelodyGenerator.rules, bars: 4,
            ["temperature", "no-memory", "like", "spread", "towards", "bars", "seed", "tempo", "key"])
    }

    @Test("An option that a generator does not have is refused by name")
    func foreignOptions() throws {
        let models = [
            ("composer.safetensors", ["no-memory", "like"]),
            ("vae.safetensors", ["top-p", "chords", "form", "melody"]),
        ]
        for (model, names) in models {
            for name in names {
                guard case .refused(let message) = outcome(["--model", file(model).path], [name]) else {
                    Issue.record("--\(name) of \(model)")
                    continue
                }
                #expect(message.hasPrefix("--\(name): ") && message.contains("has no such setting"), "\(message)")
            }
        }
    }

    @Test("What your own program is not passed is said", arguments: ["bars", "seed", "tempo", "key"])
    func ownProgram(_ name: String) throws {
        guard case .song(_, let notes) = outcome(["--generator", "cat \(file("tune.mid").path)"], [name]) else {
            Issue.record("no song")
            return
        }
        #expect(notes.count == 1 && notes.allSatisfy { $0.hasPrefix("note: --\(name) is ignored") })
    }

    @Test(
        "Options that exclude or need each other are refused with status 64 and both names as typed",
        arguments: [
            ("composer", ["--melody", "a.mid", "--continue", "b.mid"], "--melody", "--continue"),
            ("composer", ["--continue", "b.mid", "--set", "mode=minor"], "--continue", "--set mode"),
            ("composer", ["--continue", "b.mid", "--infill", "1-2", "--form", "AB"], "--infill", "--form"),
            ("composer", ["--infill", "1-2"], "--infill", "--continue"),
            ("melody-vae", ["--like", "a.mid", "--no-memory"], "--like", "--no-memory"),
            ("note-chord-lstm", ["--events", "50", "--bars", "4"], "--events", "--bars"),
        ])
    func refused(_ kind: String, _ words: [String], _ first: String, _ second: String) throws {
        let command = try GenerateCommand.parse([kind] + words + ["-o", "-"])
        let typed = try command.generator.typed(sets: command.settings)
        let failure = #expect(throws: Failure.self) {
            _ = try GeneratorChoice(kind: command.generator.kind, typed: typed, asked: command.asked)
        }
        #expect(failure?.exitCode == 64)
        #expect(failure?.message.contains(first) == true && failure?.message.contains(second) == true)
    }

    @Test(
        "--key takes its mode from --mode where it says none, and contradicts it where it does",
        arguments: [
            ("C", "minor", "C minor"), ("Eb", "major", "Eb major"), ("Am", "minor", "A minor"), ("a", nil, "A minor"),
            ("F#", nil, "F# major"), ("F# minor", "minor", "F# minor"), ("c", "minor", "C minor"), ("Am", "major", nil),
            ("C major", "minor", nil), ("a", "major", nil), ("H", nil, nil),
        ] as [(String, String?, String?)])
    func keyAndMode(_ key: String, _ mode: String?, _ wanted: String?) throws {
        guard let wanted else {
            let failure = #expect(throws: Failure.self) { _ = try KeyWords.key(key, mode: mode) }
            #expect(failure?.exitCode == 64 && failure?.message.contains("--key") == true)
            #expect(mode == nil || failure?.message.contains("--mode") == true)
            return
        }
        #expect(try KeyWords.key(key, mode: mode).description == wanted)
    }
}
