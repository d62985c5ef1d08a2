import LofiEngine

extension RenderOptions {
    /// Maximum length of a recording: one day.
    private static let longestSeconds = 86_400.0

    /// Parses `150`, `2:30`, `1:02:30`, `90s`, `2m`, `2m30s` or `1h` to seconds.
    /// - Throws: `Failure` for other text, for 0 and for more than a day.
    static func seconds(_ text: String) throws -> Double {
        guard let seconds = clockSeconds(text) ?? unitSeconds(text), seconds <= longestSeconds else {
            throw Failure(
                message:
                    "--length must be a time such as 2:30, 150, 90s or 2m, 0…\(Int(longestSeconds)) s, not \(text)",
                exitCode: Failure.usage)
        }
        guard seconds > 0 else {
            throw Failure(message: "--length must be more than 0 s, not \(text)", exitCode: Failure.usage)
        }
        return seconds
    }

    private static func clockSeconds(_ text: String) -> Double? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(decimal)
        let numbers = parts.compactMap { $0 }
        guard numbers.count == parts.count, (1...3).contains(parts.count),
            numbers.dropFirst().allSatisfy({ $0 < 60 })
        else { return nil }
        return numbers.reduce(0) { $0 * 60 + $1 }
    }

    /// Hours, minutes and seconds in this order, each at most once.
    private static func unitSeconds(_ text: String) -> Double? {
        var (rest, total) = (text.lowercased()[...], 0.0)
        guard !rest.isEmpty else { return nil }
        for (unit, seconds) in [("h", 3600.0), ("min", 60), ("m", 60), ("s", 1)] {
            guard let end = rest.firstIndex(where: { !("0"..."9").contains($0) && $0 != "." }),
                rest[end...].hasPrefix(unit), let number = decimal(rest[..<end])
            else { continue }
            total += number * seconds
            rest = rest[end...].dropFirst(unit.count)
        }
        return rest.isEmpty ? total : nil
    }

    private static func decimal(_ text: Substring) -> Double? {
        DecimalNumber(argument: String(text)).flatMap { $0.value < 0 ? nil : $0.value }
    }
}
