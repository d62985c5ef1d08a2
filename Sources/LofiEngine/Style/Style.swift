import LofiPlugin
import LofiScore

/// How a song shall sound: what happens to its notes, who plays them, what the sound goes through, how it ends.
///
/// Every value in it is checked. `setting(_:to:catalog:option:)` and `StyleDocument` change it.
public struct Style: Sendable {
    /// The style as it is written.
    public let document: StyleDocument
    public let name: String
    public let summary: String
    /// Why the style sounds like no usual track, where that is its purpose.
    public let extreme: String?
    /// What makes a new song in this style; nil is the usual generator with its usual settings.
    public internal(set) var generator: PluginUse?
    /// Score transforms in order.
    public internal(set) var transforms: [PluginUse] = []
    public internal(set) var strips: [Role: Strip] = [:]
    /// Strips of single parts, in order; the first that fits a part takes it.
    public internal(set) var partStrips: [PartStrip] = []
    public internal(set) var layers: [Layer] = []
    public internal(set) var buses: [Bus] = []
    public internal(set) var master: Master
    /// What plays the parts; nil is the catalogue's first synthesizer.
    public internal(set) var synthesizer: PluginUse?
    /// The SoundFont that the style wants; nil is the built-in one.
    public internal(set) var soundFont: String?
    /// The meter of every song, such as 4/4; nil lets the song tell.
    public internal(set) var meter: MeterSetting?

    init(
        document: StyleDocument, name: String, summary: String, extreme: String?, master: Master, soundFont: String?
    ) {
        (self.document, self.name, self.summary, self.extreme) = (document, name, summary, extreme)
        (self.master, self.soundFont) = (master, soundFont)
    }

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
        public let settings: Settings
        let place: SourcePlace
        /// What was written, before the defaults.
        public let given: [String: ParameterValue]
    }

    /// What the parts of a role, or a single part, go through.
    public struct Strip: Sendable {
        public let instrument: InstrumentChoice
        /// Loudness before the effects, LUFS; nil is that of the part's role.
        public let level: Double?
        /// From -1, left, to 1, right.
        public let pan: Double
        /// The bus that takes the output; nil is the standard one.
        public let bus: String?
        /// What plays the parts; nil is the song's synthesizer.
        public let synthesizer: PluginUse?
        public let effects: [PluginUse]
        public let sends: [Send]
        let place: SourcePlace
        /// Where the bus was written.
        let outputPlace: SourcePlace
    }

    /// The strip of a part that the style names.
    public struct PartStrip: Sendable {
        /// The part's name in the file, or its number there, from 1.
        public let name: String
        public let strip: Strip

        /// Whether the strip is for a part.
        public func takes(_ part: Part) -> Bool {
            if let number = Int(name) { return part.number == number }
            return part.name.lowercased() == name.lowercased()
        }
    }

    /// A copy of a node's sound for a bus.
    public struct Send: Sendable {
        public let bus: String
        /// Amplitude, 0…1.
        public let amount: Double
        let place: SourcePlace
    }

    public struct Layer: Sendable {
        public let use: PluginUse
        /// The bus that takes it; nil is the standard one.
        public let bus: String?
        public let effects: [PluginUse]
        public let sends: [Send]
        /// Where the bus was written.
        let outputPlace: SourcePlace
    }

    public struct Bus: Sendable {
        public let name: String
        public let effects: [PluginUse]
        public let sends: [Send]
        /// The bus that takes it; nil is the master.
        public let output: String?
        let place: SourcePlace
        /// Where the output was written.
        let outputPlace: SourcePlace
    }

    public struct Master: Sendable {
        public let settings: Settings
        public let effects: [PluginUse]
        let place: SourcePlace

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
    /// The bus that takes all that names none, if the style has a bus of this name.
    static let recordBus = "record"

    /// Loudness of a strip that names none, LUFS; nil is any part.
    ///
    /// Levels are absolute, because the engine measures each role before it mixes: REFERENCES measured drums and bass
    /// as the loudest of lo-fi tracks, harmony 2 to 4 dB below.
    static func level(of role: Role?) -> Double {
        switch role {
        case .drums: -18
        case .bass, .chords, .melody, nil: -20
        case .counter: -23
        case .pad: -26
        }
    }

    /// The strip of a role; one that the style does not mention has the defaults.
    func strip(for role: Role) -> Strip {
        strips[role]
            ?? Strip(
                instrument: .asWritten, level: nil, pan: 0, bus: nil, synthesizer: nil, effects: [], sends: [],
                place: master.place, outputPlace: master.place)
    }

    static func checked(
        _ given: [String: ParameterValue], _ parameters: [Parameter], _ place: SourcePlace
    ) throws(StyleError) -> Settings {
        do { return try Settings(given, for: parameters) } catch {
            throw StyleError(place: place, reason: error.description)
        }
    }
}
