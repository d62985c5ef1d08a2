enum GrooveEvaluation {
    static func printTable(_ folder: String) throws {}
}
