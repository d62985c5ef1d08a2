import LofiPlugin
import LofiScore

/// The sections of a style, from the top down.
extension StyleSection {
    package static let style = StyleSection(
        "a style",
        [
            .value(.text("name", default: "", "name of the style (default: the file's name)")),
            .value(.text("summary", default: "", "one-line description for 'lofi-render styles'")),
            .value(.text("tags", default: "", "words by which it is found, with commas between them")),
            .value(.text("extreme", default: "", "why the style intentionally sounds unlike typical tracks")),
            .value(.text("soundfont", default: "", "path of an .sf2 or .sf3 file (default: the built-in font)")),
            .value(.text("meter", default: "", "time signature of every song, such as 3/4 (default: detected)")),
            Key(name: "generator", summary: "generator for new songs", content: .plugin(.generator)),
            Key(name: "synthesizer", summary: "synthesizer for all parts", content: .plugin(.synthesizer)),
            Key(name: "score", summary: "score transforms, in order", content: .plugins(.transform, nil)),
            Key(
                name: "parts", summary: "channel strip of each role, or of a part by its name or number in the file",
                content: .named(Role.allCases.map(\.rawValue) + ["NAME or NUMBER"]) { .strip(for: Role(rawValue: $0)) }),
            Key(name: "layers", summary: "noise and ambience layers", content: .plugins(.layer, .layer)),
            Key(name: "buses", summary: "buses by name", content: .named(["NAME"]) { _ in .bus }),
            Key(name: "master", summary: "master section, at the end of the signal chain", content: .section(.master)),
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
                        "instrument; keep = as in the file")),
                .value(
                    .number(
                        "level", -60...0, default: Style.level(of: role), unit: "LUFS",
                        "loudness of the busiest six seconds, before effects")),
                .value(.number("pan", -1...1, default: 0, "pan position, -1 = left, 1 = right")),
                Key(
                    name: "synthesizer", summary: "synthesizer (default: the style's)",
                    content: .plugin(.synthesizer)),
            ] + [.output("bus", "'\(Style.musicBus)', else '\(Style.recordBus)'"), .effects, .sends])
    }

    package static let layer = StyleSection(
        "a layer", [.output("bus", "'\(Style.recordBus)'"), .effects, .sends])

    package static let bus = StyleSection(
        "a bus",
        [.value(.text("to", default: "", "output bus (default: the master)")), .effects, .sends])

    package static let master: StyleSection = {
        let parameters: [Parameter] = [
            .number("loudness", -40 ... -6, default: -14, unit: "LUFS", "integrated loudness (ITU-R BS.1770-4)"),
            .number("ceiling", -12 ... -0.1, default: -1, unit: "dBTP", "maximum true peak"),
            .number("fade-out", 0...60, default: 5, unit: "s", "length of the fade-out after the last bar"),
            .number(
                "soft-clip", 0...6, default: 0, unit: "dB",
                "knee of the soft clipper below the ceiling; 0 = off"),
            .choice(
                "dither", ["flat", "shaped"], default: "flat",
                "dither of integer formats; shaped = noise-shaped, less audible"),
            .number("silence", 0...30, default: 0, unit: "s", "digital silence after the end"),
        ]
        return StyleSection("the master", parameters.map { .value($0) } + [.effects])
    }()
}

extension StyleSection.Key {
    static func output(_ name: String, _ standard: String) -> StyleSection.Key {
        .value(.text(name, default: "", "output bus (default: \(standard) if there is one, else the master)"))
    }

    static let effects = StyleSection.Key(
        name: "effects", summary: "effects, in order", content: .plugins(.effect, nil))

    static let sends = StyleSection.Key(
        name: "send", summary: "sends to buses, each with its gain",
        content: .values(.number("send", 0...1, default: 0, "linear gain of the send")))
}
