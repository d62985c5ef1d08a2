import LofiEngine
import LofiPlugin
import LofiScore
import LofiTraining
import Testing
@testable import LofiCommand

/// A generator with a model of its own kind, not among the standard ones.
private struct OwnModel: TrainableGenerator {
    typealias Training = NoteChordTraining

    static let kind = "my-kind"
    static let modelKind: String? = "my-model"
    static let summary = "a model of its own"
    static let parameters: [Parameter] = []
    static let trainingParameters: [Parameter] = [
        .integer("window", 2...64, default: 32, "length of a window").offered(as: "window"),
        .number("foo", 0...9, default: 1, "a setting of its own"),
    ]

    init(settings: Settings) {}

    func generate(_ request: GenerationRequest, random: inout RandomStream) -> Score {
        Score(tempoMap: TempoMap(ticksPerQuarter: 480), parts: [])
    }
}

@Suite("What a training is asked")
struct TrainCommandTests {
    private func request(_ words: [String]) throws -> TrainingRequest {
        let songs = Program.root.appending(path: "Examples/songs").path
        let command = try TrainCommand.parse(["note-chord-lstm", "--corpus", songs, "-o", "x"] + words)
        return try command.request(for: OwnModel.self)
    }

    @Test("A generator that is added to the catalogue can be trained, with the settings that it declares")
    func added() throws {
        let catalog = Catalog.standard.adding(OwnModel.self)
        #expect(catalog.trainable.map { $0.kind } == Catalog.standard.trainable.map { $0.kind } + ["my-kind"])
        let asked = try request([
            "--window", "9", "--set", "foo=3", "--epochs", "4", "--rate", "0.5", "--held-out", "0",
        ])
        #expect(asked.settings.integer("window") == 9 && asked.settings.number("foo") == 3)
        #expect(asked.given == ["window", "foo"] && asked.epochs == 4 && asked.rate == 0.5 && asked.heldOutShare == 0)
        #expect(asked.corpora.count == 1 && !asked.corpora[0].corpus.files.isEmpty)
        let usual = try request([])
        #expect(usual.settings.integer("window") == 32 && usual.given.isEmpty && usual.epochs == nil)
    }

    @Test(
        "Settings that its training does not have, or not so, are refused",
        arguments: [
            (["--as-written"], "--as-written: my-kind has no such setting; note-chord-lstm, melody-vae have it"),
            (["--window", "65"], "--window: 'window' is 65, but must be 2…64, whole"),
            (["--set", "fo=1"], "--set fo=1: my-kind: unknown key 'fo' (did you mean 'foo'?); allowed: window, foo"),
        ])
    func refused(_ words: [String], _ message: String) throws {
        let failure = #expect(throws: Failure.self) { _ = try request(words) }
        #expect(failure?.message == message && failure?.exitCode == 64)
    }
}
