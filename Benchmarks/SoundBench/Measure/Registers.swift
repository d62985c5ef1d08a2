/// Medians over several notes of a register, so that one odd note does not decide.
enum Registers {
    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let half = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
    }

    /// Returns the medians element by element.
    static func median(_ rows: [[Double]]) -> [Double] {
        (0..<(rows.first?.count ?? 0)).map { index in median(rows.map { $0[index] }) }
    }

    /// Returns the features of the notes of a register at one velocity.
    static func features(_ program: Int, keys: [Int], velocity: Int, seconds: Double = 1.2) throws
        -> [InstrumentFeatures]
    {
        try NoteRecording.record(keys.map { .init($0, velocity) }, program: program, seconds: seconds)
            .map { InstrumentFeatures($0) }
    }

    /// Returns the largest deviation of the given partials from a reference in dB. Partials 60 dB down are noise in a
    /// recording and are excluded.
    static func farthest(_ measured: [Double], from reference: [Double], partials: ClosedRange<Int>) -> Double {
        partials.filter { reference[$0 - 1] > -60 }.map { abs(measured[$0 - 1] - reference[$0 - 1]) }.max() ?? 0
    }
}
