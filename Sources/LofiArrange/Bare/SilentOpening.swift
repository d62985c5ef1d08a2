import LofiScore

extension Score {
    /// Moves the song forward by the silent bars before its first note, left from being cut out of a longer song.
    ///
    /// Tempo and meter changes keep their positions, so only songs with one tempo and one meter are moved.
    mutating func dropSilentOpening() {
        guard tempoMap.changes.count == 1, meterMap.changes.count == 1,
            let first = parts.compactMap(\.notes.first?.startTick).min()
        else { return }
        let bar = meterMap.barLengthTicks(of: meterMap.meter(at: 0))
        let silence = first / bar * bar
        guard silence > 0 else { return }
        for index in parts.indices { parts[index] = parts[index].mappingTicks { max(0, $0 - silence) } }
        sections = []
        remarks.append("dropped \(first / bar) silent bars before the first note")
    }
}
