/// A metric of symbolic music; nil if the song has nothing to measure.
///
/// All but the last two are exactly those of muspy (H. Dong et al., "MusPy: A Toolkit for Symbolic Music Generation",
/// 2020; version 0.5.0, against which `Benchmarks/metrics-oracle` compares them), with times in ticks of the file.
package struct Metric: Sendable {
    /// Name of the function in muspy.
    package let name: String
    /// Computes the value.
    package let compute: @Sendable (MetricInput) -> Double?

    /// All metrics, in the order of a table's columns.
    package static let all: [Metric] = [
        Metric(name: "pitch_range") { PitchMetrics.range($0) },
        Metric(name: "n_pitches_used") { PitchMetrics.used($0, of: 128) },
        Metric(name: "n_pitch_classes_used") { PitchMetrics.used($0, of: 12) },
        Metric(name: "polyphony") { Polyphony($0).mean },
        Metric(name: "polyphony_rate") { Polyphony($0).rate(above: 2) },
        Metric(name: "scale_consistency") { PitchMetrics.scaleConsistency($0) },
        Metric(name: "pitch_entropy") { PitchMetrics.entropy($0, of: 128) },
        Metric(name: "pitch_class_entropy") { PitchMetrics.entropy($0, of: 12) },
        Metric(name: "empty_beat_rate") { RhythmMetrics.emptyRate($0, ticks: $0.ticksPerQuarter) },
        Metric(name: "empty_measure_rate") { RhythmMetrics.emptyRate($0, ticks: $0.ticksPerMeasure) },
        Metric(name: "groove_consistency") { RhythmMetrics.grooveConsistency($0, measureTicks: $0.ticksPerMeasure) },
        Metric(name: "groove_consistency_16ths") { input in
            // In ticks almost all positions of a bar are empty in every bar, and the value is near 1 whatever is
            // played.
            let sixteenths = input.adjusted(toTicksPerQuarter: 4)
            return RhythmMetrics.grooveConsistency(sixteenths, measureTicks: sixteenths.ticksPerMeasure)
        },
        Metric(name: "drum_in_pattern_rate") { RhythmMetrics.drumInPatternRate($0, .duple) },
        Metric(name: "drum_pattern_consistency") { RhythmMetrics.drumPatternConsistency($0) },
    ]
}
