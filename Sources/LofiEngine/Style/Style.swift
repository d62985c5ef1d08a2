import LofiPlugin
import LofiScore

/// How a song shall sound: what happens to its notes, who plays them, what the sound goes through, how it ends.
///
/// Read from YAML by `StyleReader`, changed by `setting(_:to:)`; every value in it is checked.
public struct Style: Sendable {
    public var name: String
    public var summary: String
    /// Why the style sounds like no usual track, where that is its purpose.
    public var extreme: String?
    /// What makes a new song in this style; nil is the usual generator with its usual settings.
    public var generator: PluginUse?
    /// Score transforms in order.
    public var transforms: [PluginUse]
    public var strips: [Role: Strip]
    public var layers: [Layer]
    public var buses: [Bus]
    public var master: Master
    /// What plays the parts; nil is the catalogue's first synthesizer.
    public var synthesizer: PluginUse?
    /// The SoundFont that the style wants; nil is the built-in one.
    public var soundFont: String?
    /// The meter of every song, such as 4/4; nil lets the song tell.
    public internal(set) var meter: MeterSetting?

    /// A time signature, and where it was written.
    public struct MeterSetting: Sendable {
        public let text: String
        let place: SourcePlace

        static func unknown(_ text: String, _ place: SourcePlace) -> StyleError {
            StyleError(place: place, reason: "'\(text)' is no time signature; write it as 4/4, 3/4 or 6/8")
        }
    }

    /// A plugin with its settings, and where they were written.
    public struct PluginUse: Sendable {
        public let kind: String
        public internal(set) var settings: Settings
        let place: SourcePlace
        /// What was written, before the defaults.
        public internal(set) var given: [String: ParameterValue]
    }

    /// What the parts of one role go through.
    public struct Strip: Sendable {
        public internal(set) var settings: Settings
        public var effects: [PluginUse] = []
        public var sends: [Send] = []
        /// What plays the parts of this role; nil is the song's synthesizer.
        public var synthesizer: PluginUse?
        let place: SourcePlace
        var given: [String: ParameterValue]
    }

    /// A copy of a strip's or a bus's sound for a bus.
    public struct Send: Sendable {
        public let bus: String
        /// Amplitude, 0…1.
        public let amount: Double
        let place: SourcePlace
    }

    public struct Layer: Sendable {
        public var use: PluginUse
        /// The bus that takes it; nil is the standard one.
        public var bus: String?
    }

    public struct Bus: Sendable {
        public let name: String
        public var effects: [PluginUse]
        public var sends: [Send]
        /// The bus that takes it; nil is the master.
        public var output: String?
        let place: SourcePlace
    }

    public struct Master: Sendable {
        public internal(set) var settings: Settings
        public var effects: [PluginUse] = []
        let place: SourcePlace
        var given: [String: ParameterValue]

        /// Integrated loudness to reach, LUFS.
        public var loudness: Double { settings.number("loudness") }
        /// True peak never to exceed, dBTP.
        public var ceiling: Double { settings.number("ceiling") }
        /// How far below the ceiling peaks begin to be rounded, dB.
        public var softClip: Double { settings.number("soft-clip") }
        public var shapesNoise: Bool { settings.text("dither") == "shaped" }
        /// Of zeros behind the end, seconds.
        public var silence: Double { settings.number("silence") }
        /// How long the end fades, seconds.
        public var fadeOut: Double { settings.number("fade-out") }
    }
}

extension Style {
    /// The settings of a strip, whatever its role.
    ///
    /// Levels are absolute, because the engine measures each role before it mixes: REFERENCES measured drums and bass
    /// as the loudest of lo-fi tracks, harmony 2 to 4 dB below.
    public static func stripParameters(for role: Role) -> [Parameter] {
        let level: Double =
            switch role {
            case .drums: -18
            case .bass: -20
            case .chords: -20
            case .melody: -20
            case .counter: -23
            case .pad: -26
            }
        let instruments =
            role == .drums
            ? ["keep"] + DrumKit.allCases.map { "kit/\($0.rawValue)" }
            : ["keep"] + InstrumentName.allCases.map(\.rawValue)
        return [
            .choice("instrument", instruments, default: "keep", "who plays; keep is what the file asks for"),
            .number(
                "level", -60...0, default: level, unit: "LUFS", "loudness of the busiest six seconds, before effects"),
            .number("pan", -1...1, default: 0, "left to right"),
            .text("bus", default: "", "where it goes; the bus named record where there is one, else the master"),
        ]
    }

    public static let masterParameters: [Parameter] = [
        .number("loudness", -40 ... -6, default: -14, unit: "LUFS", "integrated loudness (ITU-R BS.1770-4)"),
        .number("ceiling", -12 ... -0.1, default: -1, unit: "dBTP", "true peak that is never exceeded"),
        .number("fade-out", 0...60, default: 5, unit: "s", "how long the end rings and fades"),
        .number(
            "soft-clip", 0...6, default: 0, unit: "dB", "peaks are rounded so far below the ceiling; 0 is not at all"),
        .choice(
            "dither", ["flat", "shaped"], default: "flat", "of files of whole numbers; shaped is quieter to the ear"),
        .number("silence", 0...30, default: 0, unit: "s", "digital silence behind the end"),
    ]
}

/// Where a setting was written.
public enum SourcePlace: Sendable, Equatable, CustomStringConvertible {
    case file(String, line: Int)
    case commandLine(String)

    public var description: String {
        switch self {
        case .file(let path, let line): "\(path):\(line)"
        case .commandLine(let option): option
        }
    }
}

/// A mistake in a style, with its place and what would be right.
public struct StyleError: Error, Sendable, Equatable, CustomStringConvertible {
    public let place: SourcePlace
    public let reason: String

    public var description: String { "\(place): \(reason)" }
}
