import LofiPlugin
import LofiScore

/// Converts letters and bar counts to a form.
enum SongForm {
    /// Parses a form such as AABA.
    /// - Throws: `GenerationError.settings` if the text has anything but letters.
    static func letters(_ text: String) throws(GenerationError) -> [Int] {
        let letters = text.uppercased().unicodeScalars.map { Int($0.value) - 65 }
        guard !letters.isEmpty, letters.allSatisfy({ (0..<Sketch.letterCount).contains($0) }) else {
            throw .settings(
                reason: "form \(text): write letters from A to \(Sketch.name(Sketch.letterCount - 1)), such as AABA")
        }
        return letters
    }

    /// Bars per section: eight, or with a form the song's length divided by the number of letters.
    static func sectionLength(_ form: [Int]?, bars: Int) -> Int {
        guard let form else { return 8 }
        return min(max(1, (bars + form.count - 1) / form.count), Sketch.maximumSectionBars)
    }

    /// The sections of a song of `bars` bars; without a form A A B A, repeated.
    static func sections(_ form: [Int]?, bars: Int) -> [(letter: Int, bars: Int)] {
        let (letters, length) = (form ?? [0, 0, 1, 0], sectionLength(form, bars: bars))
        return stride(from: 0, to: bars, by: length).enumerated().map { index, first in
            (letters[index % letters.count], min(length, bars - first))
        }
    }
}
