import LofiPlugin
import LofiScore

/// A validated style: score transforms, instruments, effects, noise layers, buses and mastering.
///
/// Use `setting(_:to:catalog:option:)` or `StyleDocument` to change it.
public struct Style: Sendable {
    /// The source document of the style.
    public let document: StyleDocument
    /// Name of the style; by default its file's name without the extension.
    public let name: String
    /// One-line description; empty if the style has none.
    public let summary: String
    /// Words by which it is found, in lower case.
    public internal(set) var tags: [String] = []
    /// Why the style intentionally sounds unlike typical tracks; nil if it does not.
    public let extreme: String?
    /// The generator for new songs; nil for the default generator.
    public internal(set) var generator: PluginUse?
    /// The score transforms, in order.
    public internal(set) var transforms: [PluginUse] = []
    /// The channel strips by role.
    public internal(set) var strips: [Role: Strip] = [:]
    /// The strips of named parts; the first match takes a part.
    public internal(set) var partStrips: [PartStrip] = []
    /// The noise layers, in order.
    public internal(set) var layers: [Layer] = []
    /// The buses, in order.
    public internal(set) var buses: [Bus] = []
    /// The master section.
    public internal(set) var master: Master
    /// Effects and layers over a recording in place of strips, layers and buses; nil for a style that has those. The level is
    /// then kept.
    public internal(set) var chain: [PluginUse]?
    /// The synthesizer of all parts; nil for the catalogue's first.
    public internal(set) var synthesizer: PluginUse?
    /// Path of the style's SoundFont; nil for the built-in one.
    public internal(set) var soundFont: String?
    /// The meter for every song, such as 4/4; nil to use each song's own.
    public internal(set) var meter: MeterSetting?

    /// Parses and validates a style.
    /// - Parameters:
    ///   - yaml: the text of the style.
    ///   - file: path for messages; the style's audio files are relative to its folder.
    /// - Throws: `StyleError` with the line that is wrong.
    public init(yaml: String, file: String = "style.yaml", catalog: Catalog = .standard) throws(StyleError) {
        self = try StyleReader(file: file, catalog: catalog).read(yaml)
    }

    /// Makes a style of a chain of effects and layers over a recording, which keeps its level.
    /// - Parameter chain: in order, each written as in a style: `wow-flutter: { wow: 0.5 }`.
    /// - Throws: `StyleError` for an invalid entry, or too many.
    public init(chain: [String], catalog: Catalog = .standard) throws(StyleError) {
        try StyleLimits.check(chain.count, StyleLimits.effects, "effects", .commandLine("--effect"))
        self = try Style(yaml: "name: effects\nmaster: { fade-out: 0 }", catalog: catalog)
        self.chain = try chain.map { (text) throws(StyleError) in
            try StyleReader(file: "", catalog: catalog, origin: .commandLine("--effect '\(text)'")).readUse(text)
        }
    }

    init(
        document: StyleDocument, name: String, summary: String, extreme: String?, master: Master, soundFont: String?
    ) {
        (self.document, self.name, self.summary, self.extreme) = (document, name, summary, extreme)
        (self.master, self.soundFont) = (master, soundFont)
    }

    /// A time signature and its source location.
    public struct MeterSetting: Sendable {
        /// The time signature as written, such as `6/8`.
        public let text: String
        let place: SourcePlace

        static func unknown(_ text: String, _ place: SourcePlace) -> StyleError {
            StyleError(place: place, reason: "'\(text)' is not a time signature; write it as 4/4, 3/4 or 6/8")
        }
    }

    /// A plugin with its settings and their source location.
    public struct PluginUse: Sendable {
        /// The plugin's kind, such as `wow-flutter`.
        public let kind: String
        /// All settings, including defaults.
        public let settings: Settings
        let place: SourcePlace
        /// The settings that were written, without defaults.
        public let given: [String: ParameterValue]
        /// Source locations of the settings that were written.
        let places: [String: SourcePlace]

        /// Source location of a setting; that of the plugin if the setting was not written.
        func place(of key: String?) -> SourcePlace { key.flatMap { places[$0] } ?? place }
    }

    /// The channel strip of a role or of a single part.
    public struct Strip: Sendable {
        /// The instrument that plays the part.
        public let instrument: InstrumentChoice
        /// Loudness before the effects in LUFS, -60…0; nil for the default of the part's role.
        public let level: Double?
        /// Pan position from -1 (left) to 1 (right).
        public let pan: Double
        /// Name of the output bus; nil for the default bus.
        public let bus: String?
        /// The synthesizer; nil for the style's.
        public let synthesizer: PluginUse?
        /// The effects, in order.
        public let effects: [PluginUse]
        /// The sends to other buses.
        public let sends: [Send]
        let place: SourcePlace
        /// Source location of the output bus.
        let outputPlace: SourcePlace
    }

    /// The strip of a part that the style names or numbers.
    public struct PartStrip: Sendable {
        /// The part's name in the file, or its number there, counted from 1.
        public let name: String
        /// The channel strip.
        public let strip: Strip

        /// Whether the strip applies to a part; names are compared ignoring case.
        public func takes(_ part: Part) -> Bool {
            if let number = Int(name) { return part.number == number }
            return part.name.lowercased() == name.lowercased()
        }
    }

    /// A send from a strip, layer or bus to another bus.
    public struct Send: Sendable {
        /// Name of the target bus.
        public let bus: String
        /// Linear gain, 0…1.
        public let amount: Double
        let place: SourcePlace
    }

    /// A noise layer with its effects and routing.
    public struct Layer: Sendable {
        /// The noise layer plugin.
        public let use: PluginUse
        /// Name of the output bus; nil for the default bus.
        public let bus: String?
        /// The effects, in order.
        public let effects: [PluginUse]
        /// The sends to other buses.
        public let sends: [Send]
        /// Source location of the output bus.
        let outputPlace: SourcePlace
    }

    /// A bus with its effects and routing.
    public struct Bus: Sendable {
        /// Name of the bus.
        public let name: String
        /// The effects, in order.
        public let effects: [PluginUse]
        /// The sends to other buses.
        public let sends: [Send]
        /// Name of the output bus; nil for the master.
        public let output: String?
        let place: SourcePlace
        /// Source location of the output.
        let outputPlace: SourcePlace
    }

    /// The master section: effects, loudness, limiting and the end of the recording.
    public struct Master: Sendable {
        /// All settings, including defaults.
        public let settings: Settings
        /// The effects, in order.
        public let effects: [PluginUse]
        let place: SourcePlace

        /// Target integrated loudness in LUFS, -40…-6.
        public var loudness: Double { settings.number("loudness") }
        /// Maximum true peak in dBTP, -12…-0.1.
        public var ceiling: Double { settings.number("ceiling") }
        /// Knee of the soft clipper in dB below the ceiling, 0…6; 0 = off.
        public var softClip: Double { settings.number("soft-clip") }
        /// Whether the dither is noise-shaped.
        public var shapesNoise: Bool { settings.text("dither") == "shaped" }
        /// Digital silence after the end in seconds, 0…30.
        public var silence: Double { settings.number("silence") }
        /// Length of the fade-out after the last bar in seconds, 0…60.
        public var fadeOut: Double { settings.number("fade-out") }
    }
}

extension Style {
    /// Names of the default output buses, if the style defines them: for strips the first, otherwise the second, which is
    /// also that of layers.
    static let musicBus = "music"
    static let recordBus = "record"

    /// Default loudness of a strip in LUFS, by role; nil for a named part.
    ///
    /// Levels are absolute, because the engine measures each role before mixing. REFERENCES: in measured lo-fi tracks,
    /// drums and bass are loudest and harmony is 2 to 4 dB below.
    static func level(of role: Role?) -> Double {
        switch role {
        case .drums: -18
        case .bass, .chords, .melody, nil: -20
        case .counter: -23
        case .pad: -26
        }
    }

    /// The strip of a role, with default settings if the style does not mention it.
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
