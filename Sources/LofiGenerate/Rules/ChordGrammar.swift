import LofiPlugin
import LofiScore

/// Progressions by rules: a phrase of four bars is a row of harmonic functions, each of which several chords can fill
/// (H. Riemann's functions; rewriting as in M. Steedman, "A generative grammar for jazz chord sequences", 1984).
struct ChordGrammar {
    private enum Function { case tonic, substitute, subdominant, dominant }

    /// Phrases and how usual they are.
    private static let phrases: [(functions: [Function], weight: Double)] = [
        ([.subdominant, .dominant, .tonic, .substitute], 5),
        ([.tonic, .substitute, .subdominant, .dominant], 5),
        ([.tonic, .subdominant, .substitute, .dominant], 2),
        ([.subdominant, .tonic, .subdominant, .tonic], 2),
        ([.substitute, .subdominant, .dominant, .tonic], 3),
        ([.tonic, .tonic, .subdominant, .dominant], 1),
    ]

    /// In C major and A minor: root, quality, weight. Sevenths and ninths throughout, as lo-fi has them.
    private static func chords(_ function: Function, _ mode: Key.Mode) -> [(
        root: Int, quality: Chord.Quality, weight: Double
    )] {
        switch (function, mode) {
        case (.tonic, .major): [(0, .major7, 4), (0, .major9, 3), (0, .major6, 1)]
        case (.substitute, .major): [(9, .minor7, 4), (4, .minor7, 3), (9, .minor9, 2)]
        case (.subdominant, .major): [(2, .minor7, 4), (2, .minor9, 3), (5, .major7, 4), (5, .minor6, 0.5)]
        case (.dominant, .major): [(7, .dominant7, 4), (7, .dominant9, 2), (7, .suspended7, 2)]
        case (.tonic, .minor): [(9, .minor7, 4), (9, .minor9, 4)]
        case (.substitute, .minor): [(5, .major7, 4), (0, .major7, 3)]
        case (.subdominant, .minor): [(2, .minor7, 4), (2, .minor9, 2), (11, .halfDiminished, 1)]
        case (.dominant, .minor): [(4, .minor7, 3), (4, .dominant7, 1), (7, .dominant7, 3)]
        }
    }

    let mode: Key.Mode

    /// The chords of so many bars: phrases of four, of which every second repeats the first, as lo-fi loops do.
    func bars(_ count: Int, _ random: inout RandomStream) -> [Chord] {
        var bars: [Chord] = []
        let loop = phrase(&random)
        while bars.count < count {
            let isAnswer = bars.count / 4 % 2 == 1
            var phrase = loop
            // The answer may turn elsewhere at its end.
            if isAnswer, random.chance(0.4) { phrase[3] = Self.pick(Self.chords(.dominant, mode), &random) }
            bars += phrase
        }
        return Array(bars.prefix(count))
    }

    private func phrase(_ random: inout RandomStream) -> [Chord] {
        let functions = Self.draw(Self.phrases.map { ($0.functions, $0.weight) }, &random)
        return functions.map { Self.pick(Self.chords($0, mode), &random) }
    }

    /// The chord that a song ends on.
    static func tonic(_ mode: Key.Mode) -> Chord {
        mode == .major ? Chord(root: 0, quality: .major7) : Chord(root: 9, quality: .minor7)
    }

    private static func pick(
        _ chords: [(root: Int, quality: Chord.Quality, weight: Double)], _ random: inout RandomStream
    ) -> Chord {
        draw(chords.map { (Chord(root: $0.root, quality: $0.quality), $0.weight) }, &random)
    }

    static func draw<Choice>(_ choices: [(Choice, Double)], _ random: inout RandomStream) -> Choice {
        var point = random.unit() * choices.reduce(0) { $0 + $1.1 }
        for (choice, weight) in choices {
            if point < weight { return choice }
            point -= weight
        }
        return choices[choices.count - 1].0
    }
}
