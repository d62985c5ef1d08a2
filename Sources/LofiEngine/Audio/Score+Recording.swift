import LofiScore

extension Score {
    /// Nothing to play, under a recording or noise layers.
    package static let silence = Score(tempoMap: TempoMap(ticksPerQuarter: 480))

    /// Removes the notes that begin outside a time in seconds.
    mutating func keep(within seconds: ClosedRange<Double>) {
        let ticks = tempoMap.tick(atSeconds: seconds.lowerBound)...tempoMap.tick(atSeconds: seconds.upperBound)
        for index in parts.indices { parts[index].notes.removeAll { !ticks.contains($0.startTick) } }
    }

    /// Tunes all parts but the drums to a recording.
    /// - Parameter cents: relative to A = 440 Hz.
    mutating func tune(toCents cents: Double) {
        for index in parts.indices where !parts[index].isDrums {
            parts[index].controllers.insert(ControlEvent(tick: 0, change: .tuning(cents: cents)), at: 0)
        }
    }
}
