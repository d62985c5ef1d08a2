/// A bar with a few figures on the last line of a terminal; nothing elsewhere.
struct StatusLine {
    private let isShown: Bool
    private var isDrawn = false
    private var lastDrawn = -Double.infinity
    /// Seconds between two drawings.
    private static let interval = 0.05
    private static let width = 30

    /// - Parameter isQuiet: whether to draw nothing.
    init(isQuiet: Bool) { isShown = !isQuiet && StandardError.isTerminal }

    /// Draws the line, unless it was drawn a moment ago.
    /// - Parameter fraction: of the work done, 0…1.
    mutating func draw(_ before: String = "", fraction: Double, _ after: @autoclosure () -> String) {
        let now = monotonicSeconds()
        guard isShown, now - lastDrawn > Self.interval else { return }
        (isDrawn, lastDrawn) = (true, now)
        let full = Int(max(0, min(1, fraction)) * Double(Self.width))
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: Self.width - full)
        StandardError.write("\r\u{1B}[K\(before)\(bar) \(after()) ")
    }

    /// Erases the line.
    mutating func clear() {
        if isDrawn { StandardError.write("\r\u{1B}[K") }
        isDrawn = false
    }
}
