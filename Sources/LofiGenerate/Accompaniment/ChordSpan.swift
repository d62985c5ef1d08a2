/// A chord and the ticks for which it holds.
struct ChordSpan: Sendable, Equatable {
    let startTick: Int
    let endTick: Int
    let symbol: ChordSymbol

    var lengthTicks: Int { endTick - startTick }
}
