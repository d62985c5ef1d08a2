import LofiPlugin
import LofiScore

/// Assigns an instrument to each role.
package struct Instruments: ScoreTransform {
    package static let kind = "instruments"
    package static let summary = "instrument for each role"
    package static let parameters: [Parameter] = Role.allCases.map { role in
        role == .drums
            ? .choice("drums", ["keep"] + DrumKit.allCases.map(\.rawValue), default: "keep", "drum kit")
            : .choice(
                role.rawValue, ["keep"] + InstrumentName.allCases.map(\.rawValue), default: "keep",
                "instrument for the \(role.rawValue)")
    }

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        score.played { part in
            let word = settings.text(part.role.rawValue)
            if part.isDrums { return DrumKit(rawValue: word).map { .kit($0) } ?? .asWritten }
            return InstrumentName(rawValue: word).map { .instrument($0) } ?? .asWritten
        }
    }

    /// Moves the whole part by octaves into the range where the instrument sounds best, then single notes that are
    /// still outside.
    static func fitted(_ notes: [Note], into range: ClosedRange<Int>) -> [Note] {
        guard !notes.isEmpty else { return notes }
        let sorted = notes.map(\.pitch).sorted()
        let median = sorted[sorted.count / 2]
        var shift = 0
        while median + shift < range.lowerBound { shift += 12 }
        while median + shift > range.upperBound { shift -= 12 }
        return notes.map { note in
            var moved = note
            moved.pitch += shift
            while moved.pitch < range.lowerBound - 5 { moved.pitch += 12 }
            while moved.pitch > range.upperBound + 5 { moved.pitch -= 12 }
            return moved
        }
    }
}

extension Score {
    /// The score with each part on the instrument chosen for it, in that instrument's range.
    ///
    /// A kit is for drums alone and an instrument for all else: a choice of the other sort leaves the part as it is.
    package func played(by choice: (Part) -> InstrumentChoice) -> Score {
        var score = self
        for index in score.parts.indices {
            switch choice(score.parts[index]) {
            case .kit(let kit) where score.parts[index].isDrums: score.parts[index].play(program: kit.program)
            case .instrument(let instrument) where !score.parts[index].isDrums:
                score.parts[index].play(program: instrument.program)
                score.parts[index].notes = Instruments.fitted(score.parts[index].notes, into: instrument.range)
            case .asWritten, .kit, .instrument: break
            }
        }
        return score
    }
}

extension Part {
    fileprivate mutating func play(program: Int) {
        self.program = program
        bank = 0
        controllers.removeAll { if case .program = $0.change { true } else { false } }
    }
}

extension InstrumentName {
    /// Range as MIDI keys in which the instrument sounds natural.
    package var range: ClosedRange<Int> {
        switch self {
        case .feltPiano: 28...96
        case .tinePiano, .reedPiano: 33...91
        case .musicBox: 60...96
        case .vibraphone: 53...89
        case .nylonGuitar, .mutedGuitar: 40...83
        case .uprightBass, .subBass: 28...52
        case .fluteLead: 55...91
        case .warmPad: 36...84
        }
    }
}
