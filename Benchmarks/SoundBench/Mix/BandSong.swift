import LofiPlugin
import LofiScore

/// A song with verses, choruses and a bridge, written by simple rules: the kinds of file that people bring.
struct BandSong {
    private let seed: UInt64
    private let tempo: Double
    private let tonic: Int
    private let beats: Int

    private static let resolution = 480

    /// - Parameters:
    ///   - tonic: pitch class of the tonic; the songs are in major.
    ///   - beats: quarter notes in a bar.
    init(seed: UInt64, beatsPerMinute: Double, tonic: Int = 0, beats: Int = 4) {
        (self.seed, tempo, self.tonic, self.beats) = (seed, beatsPerMinute, tonic, beats)
    }

    private enum Section: CaseIterable {
        case verse, chorus, bridge

        /// Degrees of the scale, 0 = tonic, a chord for each bar.
        var degrees: [Int] {
            switch self {
            case .verse: [0, 5, 3, 4]
            case .chorus: [3, 4, 2, 5]
            case .bridge: [1, 4, 0, 0]
            }
        }
    }

    /// The sections of the 40 bars; the melody rests in the first four.
    private static let form: [Section] =
        [Section.verse, .verse, .verse, .chorus, .chorus, .verse, .bridge, .chorus, .chorus, .verse]
        .flatMap { [Section](repeating: $0, count: 4) }

    private var barTicks: Int { beats * Self.resolution }

    /// Pitch of a degree of the scale, which may be beyond an octave.
    private func pitch(_ degree: Int, above low: Int) -> Int {
        let octave = Int((Double(degree) / 7).rounded(.down))
        let tone = low + (tonic + 12 - low % 12) % 12
        return tone + 12 * octave + [0, 2, 4, 5, 7, 9, 11][degree - 7 * octave]
    }

    /// The song by a band of these roles.
    /// - Parameter bars: number of bars; nil for the whole form.
    func band(_ roles: [Role], bars: Int? = nil) -> Score {
        let form = Array(Self.form.prefix(bars ?? Self.form.count))
        return score(roles.map { part($0, form) })
    }

    /// Four bars, of one role or by one player with two hands.
    func loop(_ role: Role?) -> Score {
        let form = [Section](repeating: .chorus, count: 4)
        if let role { return score([part(role, form)]) }
        return score([joined([part(.chords, form), part(.melody, form)])])
    }

    /// The song by a pianist: broken chords on the left, the melody on the right, both in one part.
    func pianoSolo() -> Score {
        let left = Self.form.indices.flatMap { bar in
            [0, 4, 7, 9, 7, 4].prefix(beats * 2).enumerated().map { index, step in
                note(bar, 2 * index, 2, pitch(Self.form[bar].degrees[bar % 4] + step, above: 36), 58)
            }
        }
        let melody = part(.melody, Self.form)
        return score([joined([melody, Part(name: "left hand", role: .chords, notes: left)])])
    }

    private func joined(_ parts: [Part]) -> Part {
        Part(
            name: "Piano", role: .chords, program: 0,
            notes: parts.flatMap(\.notes).sorted { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) })
    }

    private func score(_ parts: [Part]) -> Score {
        let meter = MeterMap.Change(tick: 0, meter: MeterMap.Meter(beats: beats, unit: 4))
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: Self.resolution, beatsPerMinute: tempo),
            meterMap: MeterMap(ticksPerQuarter: Self.resolution, changes: [meter]), parts: parts)
    }

    /// - Parameters:
    ///   - start: in sixteenths of the bar.
    ///   - length: in sixteenths.
    private func note(_ bar: Int, _ start: Int, _ length: Int, _ pitch: Int, _ velocity: Int) -> Note {
        Note(
            startTick: bar * barTicks + start * Self.resolution / 4, durationTicks: length * Self.resolution / 4 - 10,
            pitch: pitch, velocity: velocity)
    }

    private func part(_ role: Role, _ form: [Section]) -> Part {
        let (notes, program): ([Note], Int) =
            switch role {
            case .melody: (melody(form, above: 67, everyOther: false), 0)
            case .counter: (melody(form, above: 60, everyOther: true), 71)
            case .chords: (form.indices.flatMap { chords($0, form[$0]) }, 4)
            case .pad: (form.indices.flatMap { bar in triad(bar, form[bar], 0, beats * 4, velocity: 50) }, 48)
            case .bass: (form.indices.flatMap { bass($0, form[$0]) }, 33)
            case .drums: (form.indices.flatMap { drums($0, form[$0]) }, 0)
            }
        return Part(name: role.rawValue, role: role, program: program, channel: role == .drums ? 9 : 0, notes: notes)
    }

    private func triad(_ bar: Int, _ section: Section, _ start: Int, _ length: Int, velocity: Int) -> [Note] {
        let root = section.degrees[bar % 4]
        return [0, 2, 4].map { note(bar, start, length, pitch(root + $0, above: 50), velocity) }
    }

    private func chords(_ bar: Int, _ section: Section) -> [Note] {
        if beats == 3 { return [4, 8].flatMap { triad(bar, section, $0, 3, velocity: 60) } }
        return section == .verse
            ? triad(bar, section, 0, 16, velocity: 64)
            : triad(bar, section, 0, 6, velocity: 74) + triad(bar, section, 6, 10, velocity: 66)
    }

    private func bass(_ bar: Int, _ section: Section) -> [Note] {
        let root = pitch(section.degrees[bar % 4], above: 29)
        return section == .verse
            ? [note(bar, 0, 8, root, 80), note(bar, 8, 8, root, 72)]
            : [note(bar, 0, 6, root, 88), note(bar, 6, 2, root, 70), note(bar, 8, 8, root, 84)]
    }

    private func drums(_ bar: Int, _ section: Section) -> [Note] {
        let kicks = section == .verse ? [0, 8] : [0, 6, 8, 10]
        return kicks.map { note(bar, $0, 2, 36, 96) } + [4, 12].map { note(bar, $0, 2, 38, 100) }
            + (0..<8).map { note(bar, 2 * $0, 1, 42, $0 % 2 == 0 ? 80 : 60) }
    }

    /// Two-bar motifs, one for each section, that start on a chord tone and are varied on their second return.
    private func melody(_ form: [Section], above low: Int, everyOther: Bool) -> [Note] {
        var notes: [Note] = []
        var times: [Section: Int] = [:]
        for bar in stride(from: form.count > 16 ? 4 : 0, to: form.count - 1, by: 2) where !everyOther || bar % 4 == 2 {
            let section = form[bar]
            times[section, default: 0] += 1
            var random = RandomStream(seed: seed, place: "\(section)\((times[section] ?? 0) % 4 == 3 ? " varied" : "")")
            var start = section == .chorus ? 0 : 2
            var degree = section.degrees[bar % 4] + [0, 2, 4][Int(random.unit() * 3)]
            while start < beats * 8 - 4 {
                let length = [2, 2, 4, 4, 6][Int(random.unit() * 5)]
                notes.append(note(bar, start, length, pitch(degree, above: low), 76 + Int(random.unit() * 24)))
                start += random.chance(0.15) ? length + 2 : length
                degree = max(-2, min(9, degree + [-2, -1, -1, 1, 1, 2][Int(random.unit() * 6)]))
            }
        }
        return notes
    }
}
