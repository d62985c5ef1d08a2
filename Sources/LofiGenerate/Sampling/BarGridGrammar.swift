/// The grammar of bar-grid tokens, which ensures that every sample decodes to a song: a bar, then ascending positions,
/// at each position notes, after each note its duration.
struct BarGridGrammar {
    /// Length of every bar, in sixteenths.
    let barLength: Int
    private var position = -1
    private var last: NoteChordToken.Kind?
    /// Minimum pitch of the next note, ascending within a position so that no note is duplicated.
    private var lowest = -1

    init(barLength: Int) { self.barLength = barLength }

    /// Whether a token may come next.
    func allows(_ kind: NoteChordToken.Kind) -> Bool {
        switch (last, kind) {
        case (nil, .bar(let length)): length == barLength
        case (.note, .length), (.voicing, .length): true
        case (.note, _), (.voicing, _), (nil, _): false
        case (.bar, .position(let next)), (.length, .position(let next)): next > position && next < barLength
        case (.bar, .bar(let length)), (.length, .bar(let length)): length == barLength
        case (.position, .note(let pitch)), (.length, .note(let pitch)): pitch >= lowest
        case (.position, .voicing(let pitches)), (.length, .voicing(let pitches)): pitches[0] >= lowest
        default: false
        }
    }

    /// Advances past a token.
    mutating func heard(_ kind: NoteChordToken.Kind) {
        switch kind {
        case .bar: (position, lowest) = (-1, -1)
        case .position(let sixteenths): (position, lowest) = (sixteenths, -1)
        case .note(let pitch): lowest = pitch
        case .voicing(let pitches): lowest = pitches[0]
        case .length, .chord: break
        }
        last = kind
    }
}
