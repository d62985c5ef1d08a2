import LofiScore

extension Sketch.Bar {
    /// Changes the number of onset positions by a factor, as far as the sixteenths of the bar allow.
    ///
    /// Thinning removes the metrically weakest positions, never one at which a chord begins. Filling strikes single tones of
    /// the chord that sounds, the metrically strongest positions first.
    mutating func scaleOnsets(by density: Double) {
        let struck = Set(notes.map(\.position))
        let target = min(length, max(1, Int((Double(struck.count) * density).rounded())))
        let byStrength = (0..<length).sorted { (Self.weakness($0), $0) < (Self.weakness($1), $1) }
        if target < struck.count {
            let fixed = Set(chords.map(\.position))
            let removed = byStrength.filter { struck.contains($0) && !fixed.contains($0) }
                .suffix(struck.count - target)
            notes.removeAll { removed.contains($0.position) }
        } else {
            let free = byStrength.filter { !struck.contains($0) }.prefix(target - struck.count)
            for (index, position) in free.sorted().enumerated() { arpeggiate(at: position, index) }
        }
        tidy()
    }

    /// How weak a position is: 0 on the half bar, 1 on the beats, 2 on eighths, 3 between them.
    private static func weakness(_ position: Int) -> Int {
        3 - min(3, position == 0 ? 3 : position.trailingZeroBitCount)
    }

    /// Strikes one tone of the chord that sounds, rising from time to time, for an eighth.
    private mutating func arpeggiate(at position: Int, _ index: Int) {
        let tones = notes.filter {
            $0.voice == .chords && $0.position < position && $0.position + $0.length > position
        }.map(\.pitch).sorted()
        guard !tones.isEmpty else { return }
        notes.append(
            Sketch.Note(
                voice: .chords, position: position, pitch: tones[index % tones.count],
                length: min(2, length - position),
                velocity: 3))
    }
}
