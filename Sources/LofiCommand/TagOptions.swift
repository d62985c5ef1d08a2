import ArgumentParser
import LofiAudioFile
import LofiPlatform

/// What the recording says about itself, in the tags of its format.
struct TagOptions: ParsableArguments {
    @Option(help: "Title of the recording. (default: the song's own)")
    var title: String?

    @Option(help: "Artist. (default: the composer, if the song names one)")
    var artist: String?

    @Option(help: "Album.")
    var album: String?

    @Option(help: "Date, such as 2026, 2026-12 or 2026-12-31.")
    var date: String?

    @Option(help: "Genre, such as \"Lo-Fi\".")
    var genre: String?

    @Option(help: "Comment. (default: the command with style and seed)")
    var comment: String?

    /// Maximum length of a text in bytes.
    private static let longestText = 1000

    /// The tags that were given.
    /// - Throws: `Failure` for a text that is too long, or a date that is none.
    func tags() throws -> AudioTags {
        var tags = AudioTags()
        let given: [(String, String?, WritableKeyPath<AudioTags, String?>)] = [
            ("title", title, \.title), ("artist", artist, \.artist), ("album", album, \.album),
            ("genre", genre, \.genre), ("comment", comment, \.comment), ("date", date, \.date),
        ]
        for case (let name, let text?, let field) in given {
            guard text.utf8.count <= Self.longestText else {
                throw Failure(
                    message: "--\(name) has \(text.utf8.count) bytes; at most \(Self.longestText) are allowed",
                    exitCode: Failure.usage)
            }
            tags[keyPath: field] = text.onOneLine
        }
        if let date, !Self.isDate(date) {
            throw Failure(
                message: "--date must be a date such as 2026, 2026-12 or 2026-12-31, not \(date)",
                exitCode: Failure.usage)
        }
        return tags
    }

    /// Whether a text is a year, a month or a day of the Gregorian calendar by ISO 8601.
    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in part.utf8.allSatisfy { 48...57 ~= $0 } ? Int(part) : nil }
        guard (1...3).contains(parts.count), numbers.count == parts.count,
            zip(parts, [4, 2, 2]).allSatisfy({ $0.utf8.count == $1 })
        else { return false }
        guard numbers.count > 1 else { return true }
        let (year, month) = (numbers[0], numbers[1])
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        guard (1...12).contains(month) else { return false }
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        return numbers.count == 2 || (1...days).contains(numbers[2])
    }
}

extension String {
    /// Without control characters, and without bytes that are not UTF-8.
    fileprivate var onOneLine: String {
        String(String.UnicodeScalarView(unicodeScalars.filter(\.isReadable)))
    }
}
