import LofiPlugin

/// The parameters by which generators with a model offer their sampling.
extension Sampling {
    static func temperatureParameter(default value: Double) -> Parameter {
        .number(
            "temperature", 0...2, default: value, unit: "",
            "sampling temperature: 1 = as trained, lower = safer, 0 = always the most likely"
        ).offered(as: "temperature")
    }

    static func topPParameter(default value: Double) -> Parameter {
        .number(
            "top-p", 0.01...1, default: value, unit: "",
            "sample from the most likely words up to this total probability"
        ).offered(as: "top-p")
    }

    /// - Parameter usual: the generator's sampling if a person asks for none.
    func remarks(usual: Sampling) -> [String] {
        temperature == 0 && topP != usual.topP
            ? ["top-p is ignored: temperature 0 always takes the most likely"] : []
    }
}
