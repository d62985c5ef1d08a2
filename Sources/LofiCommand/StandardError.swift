import LofiPlatform
import LofiPlugin

/// Writes messages to standard error; standard output carries data only.
enum StandardError {
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Characters kept at either end of a longer line: a name read from a file may be as long as the file.
    private static let longestBeginning = 3000, longestEnd = 1000

    /// Writes one line, with control characters escaped.
    static func say(_ text: String) {
        let isLong = text.count > longestBeginning + longestEnd
        let kept = isLong ? text.prefix(longestBeginning) + "…" + text.suffix(longestEnd) : text[...]
        write(String(kept).escaped + "\n")
    }

    /// Writes text without escaping, for cursor control.
    static func write(_ text: String) {
        // If standard error cannot be written, there is nowhere to report it.
        _ = Array(text.utf8).withUnsafeBytes { writeAll($0, to: STDERR_FILENO) }
    }
}

/// Seconds on the monotonic clock.
func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Formats seconds as `2:05` or `1:02:05`, rounded to whole seconds.
func clockTime(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let minutes = whole / 60
    return minutes < 60 ? "\(minutes):\(two(whole % 60))" : "\(minutes / 60):\(two(minutes % 60)):\(two(whole % 60))"
}

/// Formats a number with a fixed number of decimals.
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
