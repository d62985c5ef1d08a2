import LofiPlugin

/// How much a style may hold: far more than any needs, and little enough that none can exhaust the machine.
enum StyleLimits {
    /// A quarter of a MiB; the longest of ours has 3 KiB.
    static let bytes = 256 << 10
    /// `*name`, which stands for what `&name` marked. A few that each stand for several more would unfold without end.
    static let aliases = 8
    /// Words, lists and keyed entries together, aliases unfolded.
    static let nodes = 32_768
    static let transforms = 64
    /// Strips of named parts.
    static let parts = 64
    static let layers = 64
    static let buses = 64
    /// Of all parts, layers, buses and the master together.
    static let effects = 256

    /// Counts what stands like an alias, in a comment or a text too: before the parser has unfolded it.
    static func check(text: String, _ place: SourcePlace) throws(StyleError) {
        var (count, isStart) = (0, true)
        for byte in text.utf8 {
            if byte == UInt8(ascii: "*"), isStart { count += 1 }
            isStart = " \t\r\n[{,:-?".utf8.contains(byte)
        }
        try check(count, aliases, "aliases (*name)", place)
    }

    static func check(_ style: Style) throws(StyleError) {
        let strips = Array(style.strips.values) + style.partStrips.map(\.strip)
        let chains =
            strips.map(\.effects) + style.layers.map(\.effects) + style.buses.map(\.effects) + [style.master.effects]
        try check(style.transforms.count, transforms, "score transforms", style.transforms.last?.place)
        try check(style.partStrips.count, parts, "named parts", style.partStrips.last?.strip.place)
        try check(style.layers.count, layers, "layers", style.layers.last?.use.place)
        try check(style.buses.count, buses, "buses", style.buses.last?.place)
        try check(chains.reduce(0) { $0 + $1.count }, effects, "effects", style.master.place)
    }

    static func check(_ count: Int, _ most: Int, _ what: String, _ place: SourcePlace?) throws(StyleError) {
        guard count > most, let place else { return }
        throw StyleError(place: place, reason: "\(count) \(what): at most \(most) are allowed")
    }
}
