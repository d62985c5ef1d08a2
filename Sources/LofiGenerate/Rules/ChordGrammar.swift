import LofiPlugin
import LofiScore

/// Rule-based progressions: a four-bar phrase is a sequence of harmonic functions, each realised by one of several
/// chords (H. Riemann's functions; rewriting as in M. Steedman, "A generative grammar for jazz chord sequences", 1984).
struct ChordGrammar {
    private enum Function { case tonic, substitute, subdominant, dominant }

    /// Phrases with their weights.
    private static let phrases: [(functions: [Function], weight: Double)] = [
        ([.subdominant, .dominant, .tonic, .substitute], 5),
        ([.tonic, .substitute, .subdominant, .dominant], 5),
        ([.tonic, .subdominant, .substitute, .dominant], 2),
        ([.subdominant, .tonic, .subdominant, .tonic], 2),
        ([.substitute, .subdominant, .dominant, .tonic], 3),
        ([.tonic, .tonic, .subdominant, .dominant], 1),
    ]

    /// Chords in C major and A minor: root, quality, weight. All are sevenths and ninths, as is usual in lo-fi.
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

    /// Chords for `count` bars: four-bar phrases, each the same loop, with a possible variation in every second one.
    func bars(_ count: Int, _ random: inout RandomStream) -> [Chord] {
        var bars: [Chord] = []
        let loop = phrase(&random)
        while bars.count < count {
            let isAnswer = bars.count / 4 % 2 == 1
            var phrase = loop
            // Every second phrase may end differently.
            if isAnswer, random.chance(0.4) { phrase[3] = Self.pick(Self.chords(.dominant, mode), &random) }
            bars += phrase
        }
        return Array(bars.prefix(count))
    }

    /// Chooses a phrase and its chords.
    private func phrase(_ random: inout RandomStream) -> [Chord] {
        let functions = Self.draw(Self.phrases.map { ($0.functions, $0.weight) }, &random)
        return functions.map { Self.pick(Self.chords($0, mode), &random) }
    }

    /// The final chord of a song.
    static func tonic(_ mode: Key.Mode) -> Chord {
        mode == .major ? Chord(root: 0, quality: .major7) : Chord(root: 9, quality: .minor7)
    }

    private static func pick(
        _ chords: [(root: Int, quality: Chord.Quality, weight: Double)], _ random: inout RandomStream
    ) -> Chord {
        draw(chords.map { (Chord(root: $0.root, quality: $0.quality), $0.weight) }, &random)
    }

    /// Draws from weighted choices.
    static func draw<Choice>(_ choices: [(Choice, Double)], _ random: inout RandomStream) -> Choice {
        var point = random.unit() * choices.reduce(0) { $0 + $1.1 }
        for (choice, weight) in choices {
            if point < weight { return choice }
            point -= weight
        }
        return choices[choices.count - 1].0
    }
}
