/// The middle of several notes of a register, so that one odd note does not decide.
enum Registers {
    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let half = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
    }

    /// Place by place.
    static func median(_ rows: [[Double]]) -> [Double] {
        (0..<(rows.first?.count ?? 0)).map { place in median(rows.map { $0[place] }) }
    }

    /// The notes of a register at one velocity, measured.
    static func features(_ program: Int, keys: [Int], velocity: Int, seconds: Double = 1.2) throws
        -> [InstrumentFeatures]
    {
        try NoteRecording.record(keys.map { .init($0, velocity) }, program: program, seconds: seconds)
            .map { InstrumentFeatures($0) }
    }

    /// The farthest that partials 2… lie from a reference, dB. What lies 60 dB down is noise in a recording and is left out.
    static func farthest(_ measured: [Double], from reference: [Double], partials: ClosedRange<Int>) -> Double {
        partials.filter { reference[$0 - 1] > -60 }.map { abs(measured[$0 - 1] - reference[$0 - 1]) }.max() ?? 0
    }
}
