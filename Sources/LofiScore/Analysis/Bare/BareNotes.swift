/// Whether a score is the bare output of a model or a program: notes without a tempo, a player or an instrument.
///
/// What slows and counts the notes rests on these signs alone. What changes notes needs evidence of its own (`isEven`,
/// `isOffKey`): a chorale or a folk tune out of a notation program has flat velocities, one grid and the default tempo too.
public struct BareNotes: Sendable, Equatable {
    /// What speaks for bare notes, one sign each.
    public enum Sign: String, Sendable, CaseIterable {
        /// One or two pitched parts, no drums.
        case fewParts = "one or two parts"
        /// 95 % of the velocities within one of their median, no pedal, bend or other movement of a controller.
        case flatVelocities = "flat velocities"
        /// Program 0 in every part, and never another.
        case defaultInstrument = "default instrument"
        /// 120 bpm throughout, which is what a file without a tempo means.
        case defaultTempo = "default tempo"
        /// 98 % of the onsets one same distance apart, 95 % of the notes of one or two lengths.
        case evenSpacing = "even spacing"
        /// More than five onsets a second.
        case fastNotes = "more than five onsets a second"
        /// Notes outside the best scale that nothing explains (`ScaleFit`).
        case offKey = "notes outside any key"
    }

    /// In the order of their declaration.
    public let signs: [Sign]
    /// One or two parts with flat velocities on the default instrument, and a tempo that is nobody's.
    public let isBare: Bool
    /// Whether each event follows the last at one distance, as no player and hardly a composer writes.
    public var isEven: Bool { isBare && signs.contains(.evenSpacing) }
    /// Whether its notes outside the best scale are mistakes rather than accidentals.
    public var isOffKey: Bool { isBare && signs.contains(.offKey) }
    /// The scale that most of the notes are in.
    public let scale: ScaleFit

    /// - Parameter score: as written.
    public init(_ score: Score) {
        let parts = score.parts.filter { !$0.isDrums && !$0.notes.isEmpty }
        scale = ScaleFit(score)
        var signs: Set<Sign> = []
        if (1...2).contains(parts.count), parts.count == score.parts.count { signs.insert(.fewParts) }
        if parts.allSatisfy(\.isFlat) { signs.insert(.flatVelocities) }
        if parts.allSatisfy({ $0.program == 0 && $0.bank == 0 && !$0.changesProgram }) {
            signs.insert(.defaultInstrument)
        }
        if score.tempoMap.isDefault { signs.insert(.defaultTempo) }
        if let spacing = EventSpacing(score) {
            if spacing.isEven { signs.insert(.evenSpacing) }
            if spacing.onsetsPerSecond > 5 { signs.insert(.fastNotes) }
        }
        isBare =
            signs.isSuperset(of: [.fewParts, .flatVelocities, .defaultInstrument])
            && !signs.isDisjoint(with: [.defaultTempo, .evenSpacing, .fastNotes])
        let isEven = signs.contains(.evenSpacing)
        if isBare, scale.isOffKey(isEven: isEven, isSolo: score.soloMelody != nil) { signs.insert(.offKey) }
        self.signs = Sign.allCases.filter(signs.contains)
    }
}

extension Part {
    /// Nearly all notes are equally strong, and nothing moves while they sound.
    fileprivate var isFlat: Bool {
        let median = notes.map(\.velocity).sorted()[notes.count / 2]
        let flat = notes.count { abs($0.velocity - median) <= 1 }
        let first = notes.first?.startTick ?? 0
        let moves = controllers.contains { event in
            if case .program = event.change { false } else { event.tick > first }
        }
        return flat * 20 >= notes.count * 19 && !moves
    }

    fileprivate var changesProgram: Bool {
        controllers.contains { if case .program = $0.change { true } else { false } }
    }
}
