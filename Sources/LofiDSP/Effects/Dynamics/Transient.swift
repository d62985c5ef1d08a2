import LofiPlugin

/// A transient shaper: more or less attack, more or less sustain, at any level.
///
/// Signal flow: peak hold → dB → three followers; a fast one above a slow one indicates an attack, a lingering one
/// above the fast one indicates sustain; each moves the gain by its setting, in full where they are 12 dB apart.
/// The difference of envelopes after the SPL Transient Designer (R. Gottlieb, 1998), so there is no threshold.
/// Simplification: the level is read once every eight frames (`GainRide`).
package final class Transient: AudioEffect {
    package static let kind = "transient"
    package static let summary = "transient shaper: more or less attack and sustain"
    package static let parameters: [Parameter] = [
        .number("attack", -15...15, default: 3, unit: "dB", "change in level of the attack"),
        .number("sustain", -24...24, default: 0, unit: "dB", "change in level of the sustain"),
    ]

    package static var hasClock: Bool { true }

    private static let floorDecibels = -70.0
    private static let fullDecibels = 12.0

    private let attackGain: Double
    private let sustainGain: Double
    /// Follower coefficients: 1 ms and 30 ms rising, 40 ms falling, 500 ms for the lingering one.
    private let quick: Double
    private let slow: Double
    private let fall: Double
    private let linger: Double
    private let smooth: Double
    private var ride: GainRide
    private var levels = SIMD3<Double>(repeating: floorDecibels)
    private var change = 0.0

    package init(settings: Settings, context: AudioContext) {
        attackGain = settings.number("attack")
        sustainGain = settings.number("sustain")
        func coefficient(_ milliseconds: Double) -> Double {
            GainRide.coefficient(seconds: milliseconds / 1000, sampleRate: context.sampleRate)
        }
        (quick, slow, fall, linger) = (coefficient(1), coefficient(30), coefficient(40), coefficient(500))
        smooth = coefficient(1)
        ride = GainRide(sampleRate: context.sampleRate, gain: 1)
    }

    package func process(_ block: AudioBlock) {
        var ride = ride
        ride.process(block) { nextGain(peak: $0) }
        self.ride = ride
    }

    private func nextGain(peak: Float) -> Float {
        let level = max(Self.floorDecibels, Decibels.level(Double(peak) + 1e-9))
        levels.x += (level - levels.x) * (level > levels.x ? quick : fall)
        levels.y += (level - levels.y) * (level > levels.y ? slow : fall)
        levels.z += (level - levels.z) * (level > levels.z ? quick : linger)
        let attack = max(0, min(1, (levels.x - levels.y) / Self.fullDecibels))
        let sustain = max(0, min(1, (levels.z - levels.x) / Self.fullDecibels))
        change += (attackGain * attack + sustainGain * sustain - change) * smooth
        return Decibels.amplitude(change)
    }
}
