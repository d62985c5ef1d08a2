import CAssets
import LofiPlugin

/// The knob definitions, read from Knobs/knobs.yaml.
public enum KnobBook {
    /// The built-in knobs, from the file as it was at build time.
    /// - Throws: `StyleError` if the file has a mistake.
    public static func standard() throws(StyleError) -> [Knob] { try builtIn.get() }

    private static let builtIn: Result<[Knob], StyleError> = {
        var size = 0
        let text = UnsafeRawBufferPointer(start: lofi_knobs(&size), count: size)
        do throws(StyleError) {
            return .success(try KnobBook.knobs(String(decoding: text, as: UTF8.self), file: "knobs (built in)"))
        } catch { return .failure(error) }
    }()

    /// Parses knob definitions.
    /// - Throws: `StyleError` with the line of a mistake.
    static func knobs(_ yaml: String, file: String) throws(StyleError) -> [Knob] {
        guard let root = try StyleNode.read(yaml, file: file) else { return [] }
        let reader = StyleReader(file: file, catalog: .standard)
        return try reader.entries(root, of: "knobs").map { entry throws(StyleError) in
            let body = try body(entry.value, "a knob", ["summary", "moves"], reader)
            let moves = try reader.list(body["moves"]).map { node throws(StyleError) in try move(node, reader) }
            return Knob(name: entry.key, summary: words(body["summary"]).joined(), moves: moves)
        }
    }

    private static func move(_ node: StyleNode, _ reader: StyleReader) throws(StyleError) -> Knob.Move {
        let keys = ["plugin", "in", "with", "at-zero", "set", "send", "missing"]
        let body = try body(node, "a move", keys, reader)
        let kinds = words(body["plugin"]), lists = words(body["in"]), atZero = words(body["at-zero"])
        guard !kinds.isEmpty, !lists.isEmpty, atZero.isEmpty || atZero == ["remove"] else {
            throw StyleError(
                place: node.place, reason: "a move needs 'plugin' and 'in'; 'at-zero' must be 'remove'")
        }
        return Knob.Move(
            kinds: kinds, lists: lists, added: body["with"], isRemovedAtZero: !atZero.isEmpty,
            settings: try reader.entries(body["set"], of: "set").map { entry throws(StyleError) in
                (entry.key, try curve(entry.value, reader))
            },
            send: try body["send"].map { node throws(StyleError) in try curve(node, reader) }, missing: body["missing"])
    }

    private static func body(
        _ node: StyleNode, _ name: String, _ keys: [String], _ reader: StyleReader
    ) throws(StyleError) -> StyleNode {
        for entry in try reader.entries(node, of: name) where !keys.contains(entry.key) {
            throw reader.unknown(entry.key, entry.place, "key of \(name)", among: keys)
        }
        return node
    }

    private static func curve(_ node: StyleNode, _ reader: StyleReader) throws(StyleError) -> Knob.Curve {
        let settings = try reader.section(node, curveSection).settings()
        let (start, end) = (settings.number("from"), settings.number("to"))
        guard settings.text("curve") == "exponential" else {
            return Knob.Curve(start: start, end: end, shape: .power(settings.number("power")))
        }
        guard start * end > 0 else {
            throw StyleError(place: node.place, reason: "an exponential curve needs 'from' and 'to' of the same sign")
        }
        return Knob.Curve(start: start, end: end, shape: .exponential)
    }

    /// A single word, or the words of a list.
    private static func words(_ node: StyleNode?) -> [String] {
        (node.map { $0.items.isEmpty ? [$0] : $0.items } ?? []).compactMap {
            if case .word(_, let text) = $0.content { text } else { nil }
        }
    }

    private static let curveSection: StyleSection = {
        let wide = -1e6...1e6
        return StyleSection(
            "a curve",
            [
                .value(.number("from", wide, default: 0, "value at 0")),
                .value(.number("to", wide, default: 0, "value at 100")),
                .value(.choice("curve", ["power", "exponential"], default: "power", "shape between the two")),
                .value(.number("power", 0.1...10, default: 1, "exponent of a power curve over the travel")),
            ])
    }()
}
