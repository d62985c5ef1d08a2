/// Signs that a score is the raw output of a model or a program: notes without a tempo, a performer or an instrument.
///
/// Slowing down and metering the notes rest on these signs alone. Changing pitches needs separate evidence (`isEven`,
/// `isOffKey`), because a chorale or folk tune from a notation program has flat velocities, one grid and the default
/// tempo too.
public struct BareNotes: Sendable, Equatable {
    /// One sign of bare notes.
    public enum Sign: String, Sendable, CaseIterable {
        /// One or two pitched parts, no drums.
        case fewParts = "one or two parts"
        /// 95 % of the velocities within 1 of their median; no pedal, pitch bend or other controller movement.
        case flatVelocities = "flat velocities"
        /// Program 0 in every part, without program changes.
        case defaultInstrument = "default instrument"
        /// 120 bpm throughout, the default of a file without a tempo event.
        case defaultTempo = "default tempo"
        /// 98 % of the onsets equally spaced, and 95 % of the notes of one or two durations.
        case evenSpacing = "even spacing"
        /// More than five onsets per second.
        case fastNotes = "more than five onsets a second"
        /// Notes outside the best-fitting scale that nothing explains (`ScaleFit`).
        case offKey = "notes outside any key"
    }

    /// The signs found, in declaration order.
    public let signs: [Sign]
    /// Whether there are one or two parts with flat velocities on the default instrument, plus a default tempo, even
    /// spacing or fast notes.
    public let isBare: Bool
    /// Whether the events are also evenly spaced, as hardly any player or composer would write them.
    public var isEven: Bool { isBare && signs.contains(.evenSpacing) }
    /// Whether notes outside the best-fitting scale are mistakes rather than accidentals.
    public var isOffKey: Bool { isBare && signs.contains(.offKey) }
    /// The scale that contains the most notes.
    public let scale: ScaleFit

    /// - Parameter score: The score as written, before any tempo or meter is inferred.
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
    /// Whether nearly all velocities are equal and no controller moves after the first note.
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
