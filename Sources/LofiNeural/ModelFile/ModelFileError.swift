/// An error that makes bytes unusable as a model file. The caller adds the file's name.
package enum ModelFileError: Error, Equatable, CustomStringConvertible {
    case notSafetensors(reason: String)
    case cut(reason: String)
    case badHeader(reason: String)
    /// A tensor needed by the network.
    case missing(tensor: String)
    case wrongShape(tensor: String, found: [Int], wanted: [Int])

    package var description: String {
        switch self {
        case .notSafetensors(let reason): "not a safetensors file: \(reason)"
        case .cut(let reason): "the file is truncated: \(reason)"
        case .badHeader(let reason): "damaged: \(reason)"
        case .missing(let tensor): "damaged: it has no tensor \(tensor)"
        case .wrongShape(let tensor, let found, let wanted):
            "damaged: tensor \(tensor) has shape \(found), but \(wanted) is needed"
        }
    }
}
