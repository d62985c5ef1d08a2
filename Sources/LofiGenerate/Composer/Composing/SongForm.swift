import LofiPlugin
import LofiScore

/// How letters and bars make a form.
enum SongForm {
    /// - Throws: `GenerationError.settings` where the text has other than letters.
    static func letters(_ text: String) throws(GenerationError) -> [Int] {
        let letters = text.uppercased().unicodeScalars.map { Int($0.value) - 65 }
        guard !letters.isEmpty, letters.allSatisfy({ (0..<Sketch.letterCount).contains($0) }) else {
            throw .settings(
                reason: "form \(text): write letters from A to \(Sketch.name(Sketch.letterCount - 1)), such as AABA")
        }
        return letters
    }

    /// Bars of a section: eight, or with a form what its letters divide the song into.
    static func sectionLength(_ form: [Int]?, bars: Int) -> Int {
        guard let form else { return 8 }
        return min(max(1, (bars + form.count - 1) / form.count), Sketch.longestSection)
    }

    /// The sections of a song of so many bars; without a form A A B A, over and over.
    static func sections(_ form: [Int]?, bars: Int) -> [(letter: Int, bars: Int)] {
        let (letters, length) = (form ?? [0, 0, 1, 0], sectionLength(form, bars: bars))
        return stride(from: 0, to: bars, by: length).enumerated().map { index, first in
            (letters[index % letters.count], min(length, bars - first))
        }
    }
}
