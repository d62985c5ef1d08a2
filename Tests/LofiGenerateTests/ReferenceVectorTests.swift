import Foundation
import LofiNeural
import Testing
@testable import LofiGenerate

/// Reference values computed by PyTorch (`Benchmarks/torch/reference_vectors.py`), including dropout masks.
@Suite struct ReferenceVectorTests {
    struct Reference: Decodable {
        let vocabulary, embedding, dense: Int
        let hidden: [Int]
        let inputs, targets: [[Int32]]
        let recurrentMasks: [[Float]]
        let denseMask: [Float]
        let loss: Double
        let weights, gradients: [String: [Float]]
    }

    @Test func theStackAgreesWithPyTorch() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/note-chord-reference.json")
        let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
        var shape = NoteChordNetwork<Float>.Shape(
            vocabulary: reference.vocabulary, embedding: reference.embedding, predictsEveryStep: true)
        (shape.hidden, shape.dense) = (reference.hidden, reference.dense)
        let network = NoteChordNetwork<Float>(shape, seed: 1)
        for weight in network.weights {
            let values = try #require(reference.weights[weight.name])
            #expect(values.count == weight.count)
            for (index, value) in values.enumerated() { weight.value[index] = value }
            weight.valuesChanged()
            weight.gradient.clear()
        }
        let examples = zip(reference.inputs, reference.targets).map {
            NoteChordNetwork<Float>.Example(inputs: $0, targets: $1)
        }
        let masks = NoteChordNetwork<Float>.Masks(
            recurrent: reference.recurrentMasks.map { Buffer($0) }, dense: Buffer(reference.denseMask))
        let found = network.learn(examples[...], masks: masks)
        #expect(abs(found.loss - reference.loss) < 1e-4)
        for weight in network.weights {
            let wanted = try #require(reference.gradients[weight.name])
            for (index, value) in wanted.enumerated() {
                #expect(abs(weight.gradient[index] - value) < 1e-4, "\(weight.name)[\(index)]")
            }
        }
    }
}
