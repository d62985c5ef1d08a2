import LofiPlugin
import LofiScore

/// What a style may hold, from the top down.
extension StyleSection {
    package static let style = StyleSection(
        "a style",
        [
            .value(.text("name", default: "", "name of the style; the file's name if missing")),
            .value(.text("summary", default: "", "one line for 'lofi-render styles'")),
            .value(.text("extreme", default: "", "why it sounds unlike usual tracks, if that is its purpose")),
            .value(.text("soundfont", default: "", "path of an .sf2 or .sf3 file; the built-in font if missing")),
            .value(.text("meter", default: "", "time signature of every song, such as 3/4; as heard if missing")),
            Key(name: "generator", summary: "source of new songs", content: .plugin(.generator)),
            Key(name: "synthesizer", summary: "what plays the parts", content: .plugin(.synthesizer)),
            Key(name: "score", summary: "what happens to the notes, in order", content: .plugins(.transform, nil)),
            Key(
                name: "parts", summary: "strip of each role, and of any part by its name or its number in the file",
                content: .named(Role.allCases.map(\.rawValue) + ["NAME or NUMBER"]) { .strip(for: Role(rawValue: $0)) }),
            Key(name: "layers", summary: "noise and ambience", content: .plugins(.layer, .layer)),
            Key(name: "buses", summary: "buses by name", content: .named(["NAME"]) { _ in .bus }),
            Key(name: "master", summary: "end of the signal chain", content: .section(.master)),
        ])

    /// The strip of a role, or of a single part if the role is nil.
    package static func strip(for role: Role?) -> StyleSection {
        let choices = InstrumentChoice.choices(for: role).map(\.word)
        return StyleSection(
            "a part",
            [
                .value(
                    .choice(
                        "instrument", choices, default: InstrumentChoice.asWritten.word,
                        "who plays; keep = what the file asks for")),
                .value(
                    .number(
                        "level", -60...0, default: Style.level(of: role), unit: "LUFS",
                        "loudness of the busiest six seconds, before effects")),
                .value(.number("pan", -1...1, default: 0, "left to right")),
                Key(
                    name: "synthesizer", summary: "what plays it; the style's if missing",
                    content: .plugin(.synthesizer)),
            ] + [.output("bus"), .effects, .sends])
    }

    package static let layer = StyleSection("a layer", [.output("bus"), .effects, .sends])

    package static let bus = StyleSection(
        "a bus",
        [.value(.text("to", default: "", "bus that takes the output; the master if missing")), .effects, .sends])

    package static let master: StyleSection = {
        let parameters: [Parameter] = [
            .number("loudness", -40 ... -6, default: -14, unit: "LUFS", "integrated loudness (ITU-R BS.1770-4)"),
            .number("ceiling", -12 ... -0.1, default: -1, unit: "dBTP", "true peak that is never exceeded"),
            .number("fade-out", 0...60, default: 5, unit: "s", "how long the end rings and fades"),
            .number(
                "soft-clip", 0...6, default: 0, unit: "dB",
                "peaks are rounded so far below the ceiling; 0 is not at all"),
            .choice(
                "dither", ["flat", "shaped"], default: "flat",
                "of files of whole numbers; shaped is quieter to the ear"),
            .number("silence", 0...30, default: 0, unit: "s", "digital silence behind the end"),
        ]
        return StyleSection("the master", parameters.map { .value($0) } + [.effects])
    }()
}

extension StyleSection.Key {
    static func output(_ name: String) -> StyleSection.Key {
        .value(
            .text(
                name, default: "",
                "bus that takes the output; '\(Style.recordBus)' if there is one, else the master"))
    }

    static let effects = StyleSection.Key(
        name: "effects", summary: "effects, in order", content: .plugins(.effect, nil))

    static let sends = StyleSection.Key(
        name: "send", summary: "copies to buses: name and amplitude",
        content: .values(.number("send", 0...1, default: 0, "amplitude of the copy")))
}
