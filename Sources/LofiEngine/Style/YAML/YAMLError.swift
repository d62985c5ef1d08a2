/// An error in YAML text, with its line and a remedy.
struct YAMLError: Error {
    /// Counted from 1.
    let line: Int
    let reason: String
}
