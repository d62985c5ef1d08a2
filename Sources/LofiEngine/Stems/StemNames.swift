import LofiScore

/// File names of stems, such as `late-train_melody_78bpm_Am.wav`: safe in every file system, with what a sampler or a
/// sequencer looks for in a name.
struct StemNames {
    private let song: String
    private let ending: String
    private var taken: Set<String> = []

    /// - Parameters:
    ///   - beatsPerMinute: rounded to a tenth in the name; nil to leave it out.
    ///   - key: nil to leave it out.
    init(song: String, beatsPerMinute: Double?, key: Key?) {
        self.song = Self.word(song)
        let tempo = beatsPerMinute.map { tempo in
            let tenths = Int((tempo * 10).rounded())
            return "_\(tenths / 10)\(tenths % 10 == 0 ? "" : ".\(tenths % 10)")bpm"
        }
        ending = "\(tempo ?? "")\(key.map { "_" + $0.abbreviation } ?? "").wav"
    }

    /// The name for a channel; numbered if it was given before, in upper or lower case.
    mutating func name(for channel: String) -> String {
        let stem = "\(song)_\(Self.word(channel))"
        var name = stem + ending
        var number = 2
        while !taken.insert(name.lowercased()).inserted {
            name = "\(stem)-\(number)\(ending)"
            number += 1
        }
        return name
    }

    /// Letters and digits of ASCII with hyphens between them, at most 60; `song` if nothing is left.
    private static func word(_ text: String) -> String {
        let safe = text.unicodeScalars.map { scalar -> Character in
            scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) ? Character(scalar) : "-"
        }
        let word = String(safe).split(separator: "-").joined(separator: "-").prefix(60)
        return word.isEmpty ? "song" : String(word)
    }
}
