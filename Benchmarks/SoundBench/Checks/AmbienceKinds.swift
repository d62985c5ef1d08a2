import Foundation
import LofiDSP
import LofiPlugin

/// The synthesised ambiences and their measured features, cached because several checks share a minute of sound.
enum AmbienceKinds {
    static let all = [
        "rain", "thunder", "wind", "waves", "fireplace", "campfire", "night", "birds", "cafe", "city", "train", "fan",
    ]

    /// Returns the highest correlation that two seconds may have with a later stretch: noise hardly any; insects and
    /// birds repeat one song at one pitch; a clap of thunder is so low and short that similar ones occur by chance.
    static func correlationLimit(_ kind: String) -> Double {
        switch kind {
        case "night", "birds": 0.6
        case "thunder": 0.4
        default: 0.3
        }
    }

    private static let measured = Measured()

    static func features(
        _ kind: String, _ given: [String: ParameterValue] = [:], _ events: AmbienceEvents.Detection = .drops
    ) throws -> AmbienceFeatures {
        let key = kind + "\(Signals.seed)" + given.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined()
        return try measured.value(key) {
            AmbienceFeatures(Signals.render(try Signals.layer(kind, given), frames: 60 * 44100), events: events)
        }
    }

    private final class Measured: @unchecked Sendable {
        private let lock = NSLock()
        private var features: [String: AmbienceFeatures] = [:]

        func value(_ key: String, _ measure: () throws -> AmbienceFeatures) rethrows -> AmbienceFeatures {
            lock.lock()
            defer { lock.unlock() }
            if let known = features[key] { return known }
            let new = try measure()
            features[key] = new
            return new
        }
    }
}
