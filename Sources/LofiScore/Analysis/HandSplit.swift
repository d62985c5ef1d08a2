/// Takes a part apart that plays several roles at once, as a pianist does: melody on top, bass below, chords between.
///
/// The melody is the path through the upper notes of each onset that is high, loud and moves like a voice: a Viterbi
/// search over candidates, as in skyline extraction (A. Uitdenbogerd and J. Zobel, "Melodic matching techniques for large
/// music databases", 1999) with continuity. The bass is the lowest note where it lies apart from the rest.
public struct HandSplit: Sendable {
    /// Each note's role: melody, chords or bass, in the order of the part.
    public let roles: [Role]

    /// Fewer onsets than these say nothing.
    private static let fewestOnsets = 8
    /// A melody speaks at so many of the onsets at least, and stands apart at some.
    private static let leastMelodyShare = 0.25
    /// Semitones from the bass to the note above it.
    private static let bassGap = 7
    /// A bass is lower: C3.
    private static let highestBass = 52

    public init(_ part: Part, ticksPerQuarter: Int) {
        let groups = Self.groups(part.notes, within: ticksPerQuarter / 12)
        var roles = [Role](repeating: .chords, count: part.notes.count)
        guard groups.count >= Self.fewestOnsets else {
            self.roles = roles
            return
        }
        let path = Self.melody(part.notes, groups)
        let sung = path.compactMap { $0 }
        // Chords alone have a top note too; what makes a melody is that it moves where the chord does not.
        let alone = zip(groups, path).count { $0.count == 1 && $1 != nil }
        let isMelody =
            Double(sung.count) > Self.leastMelodyShare * Double(groups.count)
            && alone * 4 > sung.count && Set(sung.map { part.notes[$0].pitch }).count > 4
        if isMelody { for index in sung { roles[index] = .melody } }
        for group in groups {
            let rising = group.filter { roles[$0] != .melody }.sorted { part.notes[$0].pitch < part.notes[$1].pitch }
            guard let lowest = rising.first, part.notes[lowest].pitch < Self.highestBass else { continue }
            let above = rising.dropFirst().first.map { part.notes[$0].pitch } ?? 127
            if above - part.notes[lowest].pitch >= Self.bassGap || rising.count == 1 { roles[lowest] = .bass }
        }
        self.roles = roles
    }

    /// The part as parts of one role each; the part itself where it plays but one.
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

    /// For each onset the place of its melody note; nil where the melody rests.
    private static func melody(_ notes: [Note], _ groups: [[Int]]) -> [Int?] {
        let tops = groups.compactMap { group in group.map { notes[$0].pitch }.max() }.sorted()
        let register = Double(tops[tops.count / 2])
        let loudness = notes.reduce(0.0) { $0 + Double($1.velocity) } / Double(max(1, notes.count))
        // The state "rests" keeps the pitch that was sung last.
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

    /// Voices move by step; beyond a fifth each semitone costs.
    private static func leap(_ from: Double, _ to: Double) -> Double { max(0, abs(to - from) - 7) * 0.06 }
}
