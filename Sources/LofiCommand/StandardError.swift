import LofiPlatform
import LofiPlugin

/// Where messages go: standard output is for data alone.
enum StandardError {
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Of a longer line the middle is left out: a name may be as long as its file.
    private static let longestBeginning = 3000, longestEnd = 1000

    /// Writes one line, whatever is in the names that it quotes.
    static func say(_ text: String) {
        let isLong = text.count > longestBeginning + longestEnd
        let kept = isLong ? text.prefix(longestBeginning) + "…" + text.suffix(longestEnd) : text[...]
        write(String(kept).escaped + "\n")
    }

    /// As it is, for what moves the cursor on purpose.
    static func write(_ text: String) {
        // Where it cannot be said there is nobody to say it to.
        _ = Array(text.utf8).withUnsafeBytes { writeAll($0, to: STDERR_FILENO) }
    }
}

/// Seconds on a clock that only goes forward.
func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// `2:05`, or `1:02:05`.
func clockTime(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let minutes = whole / 60
    return minutes < 60 ? "\(minutes):\(two(whole % 60))" : "\(minutes / 60):\(two(minutes % 60)):\(two(whole % 60))"
}

/// With so many digits behind the point.
func fixed(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return value < 0 ? "-inf" : "inf" }
    var scale = 1
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int((value * Double(scale)).rounded())
    let fraction = String(abs(scaled) % scale)
    let sign = scaled < 0 ? "-" : ""
    return digits == 0
        ? "\(sign)\(abs(scaled))"
        : "\(sign)\(abs(scaled) / scale).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
}
