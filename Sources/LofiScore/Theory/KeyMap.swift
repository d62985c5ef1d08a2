public struct KeyMap: Sendable, Equatable {
    public struct Span: Sendable, Equatable {
        public let startTick: Int
        public let endTick: Int
        public let key: Key
    }
    public let spans: [Span]
    public init(_ score: Score) {
        spans = KeyEstimate(score).map { [Span(startTick: 0, endTick: score.lastNoteEndTick, key: $0.key)] } ?? []
    }
}
