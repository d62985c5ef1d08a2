import LofiPlatform
import LofiPlugin

/// Writes messages to standard error; standard output carries data only.
enum StandardError {
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Maximum lengths in characters: a name read from a file may be as long as the file, but a list of allowed values must
    /// fit into a line.
    private static let longestWord = 300, longestLine = 1000

    /// Writes one line, with control characters escaped.
    static func say(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let line = words.map { shortened($0, longestWord) }.joined(separator: " ")
        write(shortened(line[...], longestLine).escaped + "\n")
    }

    /// The text, with its middle left out if it is longer than `longest` characters.
    private static func shortened(_ text: Substring, _ longest: Int) -> String {
        // Counting bytes first is faster, and there are at least as many.
        guard text.utf8.count > longest, text.count > longest else { return String(text) }
        return text.prefix(longest * 2 / 3) + "…" + text.suffix(longest / 3 - 1)
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

/// Formats a count with its noun: `1 preset`, `2 presets`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
