import LofiPlatform

/// How likely each beat is a downbeat, judged by it and the two beats before and after it: a logistic regression.
///
/// Fitted by `Benchmarks/Listening/fit_downbeats.py` to 71 pieces with 8,913 beats: songs of the POP909 Dataset with their
/// annotated bars, rendered with FluidSynth and in the presets, with and without drums (2026-12-01). Bass and harmony decide:
/// they change on the downbeat and not around it.
enum DownbeatModel {
    private static let bias: Float = -2.2003
    /// One row for each beat from the second before to the second after, in the order of `BarFeatures.rows`.
    private static let weights: [[Float]] = [
        [
            0.0234, -0.0552, -0.0026, -0.0101, -0.0124, -0.0248, -0.0202, -0.0009, 0.0970,
            0.0025, -0.0198, -0.0187, -0.2381, -1.7705, -0.8764, -0.0527, -1.2535, -0.9353,
        ],
        [
            -0.0660, -0.0004, 0.0240, 0.0089, 0.0527, 0.0235, 0.0077, -0.0288, 0.0067,
            0.0132, 0.0152, -0.0177, -0.7693, -0.2475, 0.3980, -1.4910, 0.0499, 0.3555,
        ],
        [
            0.2214, 0.1415, 0.0569, 0.0385, 0.0044, -0.0016, -0.0151, 0.0365, -0.1130,
            -0.0318, -0.0433, 0.0180, 2.4596, 1.7949, 1.7695, 2.8755, 1.5460, 1.6721,
        ],
        [
            -0.1029, -0.0383, -0.0345, -0.0260, -0.0212, -0.0009, 0.0343, -0.0024, -0.0301,
            0.0103, 0.0358, 0.0305, -2.6818, -0.9543, 0.3687, -0.9376, -1.5874, -0.4634,
        ],
        [
            0.0343, -0.0594, 0.0026, 0.0019, -0.0071, -0.0114, -0.0299, -0.0002, 0.0920,
            0.0084, -0.0078, -0.0210, -1.0900, -1.3592, -0.5766, -0.5199, -1.1662, -0.3913,
        ],
    ]

    /// Probability of each beat, 0…1.
    static func probabilities(_ features: BarFeatures) -> [Double] {
        let rows = features.rows
        return rows.indices.map { index in
            var sum = bias
            for (shift, row) in weights.enumerated() {
                // The first and the last beat stand for those beyond the ends.
                let near = rows[max(0, min(rows.count - 1, index + shift - weights.count / 2))]
                for (weight, value) in zip(row, near) { sum += weight * value }
            }
            return Double(1 / (1 + expf(-sum)))
        }
    }
}
