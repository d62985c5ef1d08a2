/// Splits a part that plays several roles at once, as a pianist does: melody on top, bass below, chords between.
///
/// The melody is the path through the upper notes of each onset that is high, loud and moves like a voice: a Viterbi
/// search over candidates, as in skyline extraction (A. Uitdenbogerd and J. Zobel, "Melodic matching techniques for
/// large music databases", 1999) with continuity. The bass is the lowest note if it is set apart from the rest.
public struct HandSplit: Sendable {
    /// The role of each note (melody, chords or bass), in the order of the part's notes.
    public let roles: [Role]

    /// With fewer onsets everything counts as chords.
    private static let minimumOnsets = 8
    /// Minimum share of the onsets that have a melody note.
    private static let minimumMelodyShare = 0.25
    /// Minimum distance from the bass to the next note above it, in semitones.
    private static let bassGap = 7
    /// The bass lies below this MIDI key (E3).
    private static let bassCeiling = 52

    /// - Parameters:
    ///   - part: A pitched part.
    ///   - ticksPerQuarter: Resolution of its ticks; notes within a twelfth of a quarter count as one onset.
    public init(_ part: Part, ticksPerQuarter: Int) {
        let groups = Self.groups(part.notes, within: ticksPerQuarter / 12)
        var roles = [Role](repeating: .chords, count: part.notes.count)
        guard groups.count >= Self.minimumOnsets else {
            self.roles = roles
            return
        }
        let path = Self.melody(part.notes, groups)
        let sung = path.compactMap { $0 }
        // A chord has a top note too; a melody also moves while the chord does not.
        let alone = zip(groups, path).count { $0.count == 1 && $1 != nil }
        let isMelody =
            Double(sung.count) > Self.minimumMelodyShare * Double(groups.count)
            && alone * 4 > sung.count && Set(sung.map { part.notes[$0].pitch }).count > 4
        if isMelody { for index in sung { roles[index] = .melody } }
        for group in groups {
            let rising = group.filter { roles[$0] != .melody }.sorted { part.notes[$0].pitch < part.notes[$1].pitch }
            guard let lowest = rising.first, part.notes[lowest].pitch < Self.bassCeiling else { continue }
            let above = rising.dropFirst().first.map { part.notes[$0].pitch } ?? 127
            if above - part.notes[lowest].pitch >= Self.bassGap || rising.count == 1 { roles[lowest] = .bass }
        }
        self.roles = roles
    }

    /// Splits a part into one part per role; a part with a single role is returned unchanged.
    public static func split(_ part: Part, ticksPerQuarter: Int) -> [Part] {
        let roles = HandSplit(part, ticksPerQuarter: ticksPerQuarter).roles
        let present = [Role.melody, .chords, .bass].filter(roles.contains)
        guard present.count > 1 else { return [part] }
        return present.map { role in
            var share = part
            share.role = role
            share.name = "\(part.name) (\(role.rawValue))"
            share.notes = zip(part.notes, roles).filter { $1 == role }.map(\.0)
            return share
        }
    }

    /// Indices of the notes of each onset.
    private static func groups(_ notes: [Note], within ticks: Int) -> [[Int]] {
        var groups: [[Int]] = []
        for index in notes.indices {
            if let first = groups.last?.first, notes[index].startTick - notes[first].startTick <= ticks {
                groups[groups.count - 1].append(index)
            } else {
                groups.append([index])
            }
        }
        return groups
    }

    /// Index of the melody note of each onset; nil while the melody rests.
    private static func melody(_ notes: [Note], _ groups: [[Int]]) -> [Int?] {
        let tops = groups.compactMap { group in group.map { notes[$0].pitch }.max() }.sorted()
        let register = Double(tops[tops.count / 2])
        let loudness = notes.reduce(0.0) { $0 + Double($1.velocity) } / Double(max(1, notes.count))
        // The resting state keeps the last melody pitch.
        typealias State = (cost: Double, pitch: Double)
        var states: [State] = [(0, register)]
        var steps: [[(note: Int?, from: Int)]] = []
        for group in groups {
            let rising = group.sorted { notes[$0].pitch > notes[$1].pitch }.prefix(2)
            let candidates: [Int?] = rising.map { $0 } + [nil]
            var next: [State] = []
            var chosen: [(note: Int?, from: Int)] = []
            for (rank, candidate) in candidates.enumerated() {
                let pitch = candidate.map { Double(notes[$0].pitch) }
                let own: Double
                if let candidate, let pitch {
                    let low = max(0, register - 5 - pitch) * 0.14
                    let quiet = (loudness - Double(notes[candidate].velocity)) * 0.03
                    own = Double(rank) * 0.5 + low + quiet
                } else {
                    own = 0.5
                }
                let costs = states.map { state in
                    state.cost + own + (pitch.map { leap(state.pitch, $0) } ?? 0)
                }
                let from = costs.indices.min { costs[$0] < costs[$1] } ?? 0
                next.append((costs[from], pitch ?? states[from].pitch))
                chosen.append((candidate, from))
            }
            states = next
            steps.append(chosen)
        }
        var state = states.indices.min { states[$0].cost < states[$1].cost } ?? 0
        var path = [Int?](repeating: nil, count: groups.count)
        for index in groups.indices.reversed() {
            path[index] = steps[index][state].note
            state = steps[index][state].from
        }
        return path
    }

    /// Cost of a melodic interval: free up to a fifth, then growing by the semitone.
    private static func leap(_ from: Double, _ to: Double) -> Double { max(0, abs(to - from) - 7) * 0.06 }
}
