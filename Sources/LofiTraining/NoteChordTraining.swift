import LofiGenerate
import LofiNeural
import LofiPlugin

extension NoteChordGenerator: TrainableGenerator {
    package typealias Training = NoteChordTraining

    package static let trainingParameters: [Parameter] = [
        .asWritten, .window(default: 128, "context length; default 50 with --as-written"),
    ]
}

/// Trains the note-chord LSTM, exactly as in the write-up or with its flaws fixed.
package struct NoteChordTraining: ModelTraining {
    package let network: NoteChordNetwork<Float>
    package let plan: TrainingPlan
    private let data: NoteChordData

    package init(_ request: TrainingRequest) throws {
        let isAsWritten = request.settings.flag("as-written")
        let window = isAsWritten && !request.given.contains("window") ? 50 : request.settings.integer("window")
        let corpus = request.corpora[0].corpus
        data = try NoteChordData(
            corpus, split: corpus.split(holdingOut: request.heldOutShare), coding: isAsWritten ? .asWritten : .barGrid,
            window: window)
        let shape = NoteChordNetwork<Float>.Shape(
            vocabulary: data.vocabulary.count, embedding: isAsWritten ? nil : 64, predictsEveryStep: !isAsWritten)
        var plan =
            isAsWritten
            ? request.plan(epochs: 100, batch: 64, method: .rmsprop, patience: 0)
            : request.plan(epochs: 20, batch: 32, method: .adam, patience: 5)
        if !isAsWritten { (plan.clip, plan.rateDecay) = (1, 0.9998) }
        self.plan = plan
        network = NoteChordNetwork<Float>(shape, seed: request.seed)
    }

    package var heldOut: [NoteChordData.Example] { data.heldOut }

    package func examples(epoch: Int) -> [NoteChordData.Example] { data.examples(epoch: epoch) }

    package func model(_ header: ModelHeader) -> Safetensors {
        NoteChordModel(
            header: header, coding: data.coding, vocabulary: data.vocabulary, window: data.window, network: network
        ).file()
    }
}
