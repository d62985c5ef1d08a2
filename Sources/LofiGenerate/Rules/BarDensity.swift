import LofiScore

extension Sketch.Bar {
    /// Scales the number of onset positions, as far as the sixteenths of the bar allow.
    ///
    /// Thinning removes the metrically weakest positions, but never a chord change. Filling adds single tones of the
    /// sounding chord at the metrically strongest free positions.
    mutating func scaleOnsets(by density: Double) {
        let used = Set(notes.map(\.position))
        let target = min(length, max(1, Int((Double(used.count) * density).rounded())))
        let byStrength = (0..<length).sorted { (Self.weakness($0), $0) < (Self.weakness($1), $1) }
        if target < used.count {
            let fixed = Set(chords.map(\.position))
            let removed = byStrength.filter { used.contains($0) && !fixed.contains($0) }
                .suffix(used.count - target)
            notes.removeAll { removed.contains($0.position) }
        } else {
            let free = byStrength.filter { !used.contains($0) }.prefix(target - used.count)
            for (index, position) in free.sorted().enumerated() { arpeggiate(at: position, index) }
        }
        tidy()
    }

    /// Metrical weakness of a position: 0 on half bars, 1 on beats, 2 on eighths, 3 between them.
    private static func weakness(_ position: Int) -> Int {
        3 - min(3, position == 0 ? 3 : position.trailingZeroBitCount)
    }

    /// Adds an eighth with one tone of the sounding chord, ascending from call to call.
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
