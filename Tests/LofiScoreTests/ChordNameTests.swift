import LofiScore
import Testing

@Suite struct ChordNameTests {
    @Test(arguments: [
        ("C", "C"), ("Dm9", "Dm9"), ("G13", "G9"), ("F#m7b5", "F#m7b5"), ("Bb/D", "Bb/D"), ("A-7", "Am7"),
        ("C^7", "Cmaj7"),
        ("Ebmaj7", "Ebmaj7"), ("Db6/9", "Db6"), ("G7(b9)", "G7"), ("Esus4", "Esus4"), ("Cø", "Cm7b5"), ("B°7", "Bdim7"),
    ])
    func namesOfLeadSheetsAreRead(_ text: String, _ name: String) {
        #expect(Chord(text)?.description == name)
    }

    @Test func everyNameReadsAsItself() {
        for root in 0..<12 {
            for quality in Chord.Quality.allCases {
                let chord = Chord(root: root, quality: quality)
                #expect(Chord(chord.description) == chord)
            }
        }
    }

    @Test(arguments: ["", "H", "c", "Cfoo", "C/", "C/X", "Dm9 ", "7"])
    func whatIsNoChordIsNone(_ text: String) { #expect(Chord(text) == nil) }
}
