/// Which words may follow, so that what is sampled always says a song: a bar, then places in rising order, at each place
/// notes, after each note its length.
struct BarGridGrammar {
    /// Of every bar, in sixteenths.
    let barLength: Int
    private var position = -1
    private var last: NoteChordToken.Kind?
    /// Rising within a place, so that nothing is struck twice.
    private var lowest = -1

    init(barLength: Int) { self.barLength = barLength }

    func allows(_ kind: NoteChordToken.Kind) -> Bool {
        switch (last, kind) {
        case (nil, .bar(let length)): length == barLength
        case (.note, .length), (.voicing, .length): true
        case (.note, _), (.voicing, _), (nil, _): false
        case (.bar, .position(let place)), (.length, .position(let place)): place > position && place < barLength
        case (.bar, .bar(let length)), (.length, .bar(let length)): length == barLength
        case (.position, .note(let pitch)), (.length, .note(let pitch)): pitch >= lowest
        case (.position, .voicing(let pitches)), (.length, .voicing(let pitches)): pitches[0] >= lowest
        default: false
        }
    }

    mutating func heard(_ kind: NoteChordToken.Kind) {
        switch kind {
        case .bar: (position, lowest) = (-1, -1)
        case .position(let place): (position, lowest) = (place, -1)
        case .note(let pitch): lowest = pitch
        case .voicing(let pitches): lowest = pitches[0]
        case .length, .chord: break
        }
        last = kind
    }
}
