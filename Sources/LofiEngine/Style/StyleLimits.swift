import LofiPlugin

/// Size limits of a style: far more than any style needs, but low enough that none can exhaust the machine.
enum StyleLimits {
    /// 256 KiB; the longest built-in style has 3 KiB.
    static let bytes = 256 << 10
    /// Levels of lists and mappings, with aliases expanded.
    static let nesting = 1000
    /// YAML aliases (`*name` for an anchor `&name`), which expand exponentially if nested.
    static let aliases = 8
    /// Scalars, lists and mappings in total, with aliases expanded.
    static let nodes = 32_768
    static let transforms = 64
    /// Strips of named parts.
    static let parts = 64
    static let layers = 64
    static let buses = 64
    /// Effects of all parts, layers, buses and the master in total.
    static let effects = 256

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
