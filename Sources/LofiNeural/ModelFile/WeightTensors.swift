extension Safetensors {
    /// The tensors of weights.
    package static func tensors(of weights: [Weight<Float>]) -> [Tensor] {
        weights.map { Tensor(name: $0.name, shape: [$0.rows, $0.columns], values: $0.value.values) }
    }

    /// Loads weights from the tensors with their names.
    package func fill(_ weights: [Weight<Float>]) throws(ModelFileError) {
        for weight in weights {
            try fill(weight.value, name: weight.name, rows: weight.rows, columns: weight.columns)
            weight.valuesChanged()
        }
    }

    /// The tensors of the optimiser's state, for resuming.
    package static func tensors(of optimiser: Optimiser<Float>) -> [Tensor] {
        optimiser.state.map { Tensor(name: $0.name, shape: [$0.rows, $0.columns], values: $0.values.values) }
    }

    /// Loads the optimiser's state.
    package func fill(_ optimiser: Optimiser<Float>) throws(ModelFileError) {
        for state in optimiser.state {
            try fill(state.values, name: state.name, rows: state.rows, columns: state.columns)
        }
    }

    private func fill(_ buffer: Buffer<Float>, name: String, rows: Int, columns: Int) throws(ModelFileError) {
        guard let tensor = tensors.first(where: { $0.name == name }) else { throw .missing(tensor: name) }
        guard tensor.shape == [rows, columns] else {
            throw .wrongShape(tensor: name, found: tensor.shape, wanted: [rows, columns])
        }
        for (index, value) in tensor.values.enumerated() { buffer[index] = value }
    }
}
