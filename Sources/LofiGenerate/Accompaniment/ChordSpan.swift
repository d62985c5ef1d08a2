/// A chord with its range of ticks.
struct ChordSpan: Sendable, Equatable {
    let startTick: Int
    let endTick: Int
    let symbol: ChordSymbol

    var lengthTicks: Int { endTick - startTick }
}
