import LofiScore

/// Turns the elements of a MusicXML score into notes.
struct MusicXMLScore {
    private let root: XMLElement
    private static let ticksPerQuarter = 480
    /// Measures played, repeats counted, at most: a broken repeat must not play for ever.
    private static let mostMeasures = 20_000
    /// Of one note or rest: more than two hours at 80 a minute.
    private static let longestQuarters = 10_000
    /// Divisions of a quarter note; notation programs write up to some ten thousand.
    private static let mostDivisions = 1_000_000.0
    /// Of all parts, repeats counted.
    private static let mostNotes = 2_000_000

    init(_ root: XMLElement) { self.root = root }

    func score() throws(MIDIError) -> Score {
        let names = Dictionary(
            (root.first("part-list")?.all("score-part") ?? []).map {
                ($0.attributes["id"] ?? "", $0.word("part-name") ?? "")
            },
            uniquingKeysWith: { first, _ in first })
        var timeline = Timeline()
        var parts: [Part] = []
        var symbols: [Symbol] = []
        for (index, part) in root.all("part").enumerated() {
            let measures = part.all("measure")
            guard let order = RepeatOrder.measures(measures, most: Self.mostMeasures) else {
                throw MIDIError(
                    byteOffset: part.offset, reason: "repeats that lead to more than \(Self.mostMeasures) measures")
            }
            var reading = PartReading(isFirst: index == 0)
            let before = parts.reduce(0) { $0 + $1.notes.count }
            for measure in order {
                try reading.read(measures[measure])
                guard before + reading.notes.count <= Self.mostNotes else {
                    throw MIDIError(byteOffset: part.offset, reason: "more than \(Self.mostNotes) notes")
                }
            }
            if index == 0 { timeline = reading.timeline }
            symbols += reading.symbols
            // Lead sheets call their tune Voice or nothing.
            let name = names[part.attributes["id"] ?? ""] ?? ""
            let channel = index % 15
            parts.append(
                Part(
                    name: name, role: .melody, channel: channel < 9 ? channel : channel + 1,
                    notes: reading.notes.sorted { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) }))
        }
        guard parts.contains(where: { !$0.notes.isEmpty }) else {
            throw MIDIError(byteOffset: root.offset, reason: "a score without notes")
        }
        if !symbols.isEmpty {
            // With chord symbols it is a lead sheet: the line above them is the tune.
            if parts.count == 1, parts[0].name.isEmpty { parts[0].name = "Melody" }
            parts += Self.accompaniment(symbols, end: timeline.end)
        }
        var score = Score(
            title: root.first("work")?.word("work-title") ?? root.word("movement-title") ?? "",
            tempoMap: TempoMap(
                ticksPerQuarter: Self.ticksPerQuarter,
                changes: timeline.tempi.map {
                    TempoMap.Change(tick: $0.tick, picosecondsPerQuarter: Int64((60e12 / $0.beatsPerMinute).rounded()))
                }),
            meterMap: MeterMap(ticksPerQuarter: Self.ticksPerQuarter, changes: timeline.meters),
            keySignatures: timeline.keys, parts: parts.filter { !$0.notes.isEmpty })
        let identification = root.first("identification")
        score.composer =
            identification?.all("creator").first { $0.attributes["type"] == "composer" }?.trimmedText ?? ""
        score.copyright = identification?.word("rights") ?? ""
        return score
    }

    /// A chord symbol; nil ends the chord before.
    private struct Symbol {
        let tick: Int
        let chord: Chord?
    }

    /// What holds for all parts.
    private struct Timeline {
        var meters: [MeterMap.Change] = []
        var keys: [KeySignature] = []
        var tempi: [(tick: Int, beatsPerMinute: Double)] = []
        var end = 0
    }

    /// Chords in close position about middle C, the bass an octave and more below, each until the next symbol.
    private static func accompaniment(_ symbols: [Symbol], end: Int) -> [Part] {
        var (chords, bass) = (
            Part(name: "Chords", role: .chords, program: 0, channel: 14),
            Part(name: "Bass", role: .bass, program: 32, channel: 15)
        )
        let ordered = symbols.enumerated().sorted { ($0.element.tick, $0.offset) < ($1.element.tick, $1.offset) }.map(
            \.element)
        for (index, symbol) in ordered.enumerated() {
            let length = (index + 1 < ordered.count ? ordered[index + 1].tick : end) - symbol.tick
            guard let chord = symbol.chord, length > 0 else { continue }
            chords.notes += Set(chord.pitchClasses.map { 52 + ($0 % 12 + 8) % 12 }).sorted().map {
                Note(startTick: symbol.tick, durationTicks: length, pitch: $0, velocity: 64)
            }
            bass.notes.append(
                Note(startTick: symbol.tick, durationTicks: length, pitch: 36 + (chord.bass + 8) % 12 - 8, velocity: 72)
            )
        }
        return [chords, bass]
    }

    // MARK: A part

    private struct PartReading {
        private let isFirst: Bool
        private(set) var notes: [Note] = []
        private(set) var symbols: [Symbol] = []
        private(set) var timeline = Timeline()
        private var divisions = 1.0
        private var transposition = 0
        /// Ticks.
        private var measureStart = 0
        private var place = 0
        private var lastStart = 0
        private var measureTicks = 4 * ticksPerQuarter
        /// Notes whose tie goes on, by pitch: their places in `notes`.
        private var tied: [Int: Int] = [:]

        init(isFirst: Bool) { self.isFirst = isFirst }

        mutating func read(_ measure: XMLElement) throws(MIDIError) {
            (place, lastStart) = (measureStart, measureStart)
            var furthest = measureStart
            for element in measure.children {
                switch element.name {
                case "attributes": try read(attributes: element)
                case "note": try read(note: element)
                case "backup": place = max(measureStart, place - (try ticks(element)))
                case "forward": place += try ticks(element)
                case "harmony": symbols.append(Symbol(tick: place, chord: Self.chord(element)))
                case "direction", "sound": read(tempo: element)
                default: break
                }
                furthest = max(furthest, place)
            }
            // An upbeat is as long as its notes, as is a bar that a repeat divides.
            let isImplicit = measure.attributes["implicit"] == "yes"
            let length = furthest - measureStart
            measureStart += isImplicit || length > measureTicks ? max(length, 1) : measureTicks
            if isImplicit, length != measureTicks, length > 0 {
                timeline.meters.append(.init(tick: measureStart - length, meter: Self.meter(length)))
                timeline.meters.append(.init(tick: measureStart, meter: Self.meter(measureTicks)))
            }
            timeline.end = measureStart
        }

        private static func meter(_ ticks: Int) -> MeterMap.Meter {
            let sixteenths = max(1, ticks * 4 / ticksPerQuarter)
            return sixteenths % 4 == 0
                ? MeterMap.Meter(beats: sixteenths / 4, unit: 4) : MeterMap.Meter(beats: sixteenths, unit: 16)
        }

        private func ticks(_ element: XMLElement) throws(MIDIError) -> Int {
            let word = element.word("duration") ?? "0"
            guard let duration = Double(word), duration >= 0, duration.isFinite else {
                throw MIDIError(
                    byteOffset: element.offset, reason: "a duration of '\(word)'; it must be a number, 0 or more")
            }
            let quarters = duration / divisions
            guard quarters <= Double(MusicXMLScore.longestQuarters) else {
                throw MIDIError(
                    byteOffset: element.offset,
                    reason:
                        "a duration of \(quarters) quarter notes; at most \(MusicXMLScore.longestQuarters) can be played"
                )
            }
            return Int((quarters * Double(ticksPerQuarter)).rounded())
        }

        private mutating func read(attributes: XMLElement) throws(MIDIError) {
            if let word = attributes.word("divisions") {
                guard let number = Double(word), number > 0, number <= MusicXMLScore.mostDivisions else {
                    throw MIDIError(
                        byteOffset: attributes.offset,
                        reason: "divisions of '\(word)'; a quarter note has 1 to \(Int(MusicXMLScore.mostDivisions))")
                }
                divisions = number
            }
            if let chromatic = attributes.first("transpose")?.number("chromatic"), abs(chromatic) < 128 {
                transposition =
                    Int(chromatic) + 12
                    * Int(min(max(attributes.first("transpose")?.number("octave-change") ?? 0, -5), 5))
            }
            if let time = attributes.first("time"), let beats = time.number("beats"),
                let unit = time.number("beat-type"),
                (1...64).contains(beats), [1, 2, 4, 8, 16, 32].contains(unit)
            {
                let meter = MeterMap.Meter(beats: Int(beats), unit: Int(unit))
                timeline.meters.append(.init(tick: measureStart, meter: meter))
                measureTicks = MeterMap(ticksPerQuarter: ticksPerQuarter).barLengthTicks(of: meter)
            }
            if let key = attributes.first("key"), let fifths = key.number("fifths"), abs(fifths) <= 7 {
                let major = (Int(fifths) * 7 % 12 + 12) % 12
                let isMinor = key.word("mode") == "minor"
                timeline.keys.append(
                    KeySignature(
                        tick: place, key: Key(tonic: isMinor ? major + 9 : major, mode: isMinor ? .minor : .major)))
            }
        }

        private mutating func read(tempo element: XMLElement) {
            let sound = element.name == "sound" ? element : element.first("sound")
            if let tempo = sound?.attributes["tempo"].flatMap(Double.init), (5...1000).contains(tempo) {
                timeline.tempi.append((place, tempo))
                return
            }
            for type in element.all("direction-type") {
                guard let metronome = type.first("metronome"), let perMinute = metronome.number("per-minute"),
                    let quarters = ["whole": 4.0, "half": 2, "quarter": 1, "eighth": 0.5, "16th": 0.25][
                        metronome.word("beat-unit") ?? ""]
                else { continue }
                let tempo = perMinute * quarters * (metronome.first("beat-unit-dot") == nil ? 1 : 1.5)
                if (5...1000).contains(tempo) { timeline.tempi.append((place, tempo)) }
            }
        }

        private mutating func read(note: XMLElement) throws(MIDIError) {
            // A grace note takes no time of its own.
            guard note.first("grace") == nil else { return }
            let length = try ticks(note)
            let start = note.first("chord") == nil ? place : lastStart
            if note.first("chord") == nil { (lastStart, place) = (place, place + length) }
            guard note.first("rest") == nil, note.first("cue") == nil, let pitch = note.first("pitch") else { return }
            guard let step = Self.naturals[pitch.word("step") ?? ""],
                let octave = pitch.number("octave"), (-1...10).contains(octave)
            else { throw MIDIError(byteOffset: note.offset, reason: "a note whose pitch has no step or octave") }
            let alter = Int(min(max(pitch.number("alter") ?? 0, -3), 3).rounded())
            let key = 12 * (Int(octave) + 1) + step + alter + transposition
            guard (0...127).contains(key) else { return }
            func has(tie type: String) -> Bool {
                note.children.contains { $0.name == "tie" && $0.attributes["type"] == type }
            }
            let goesOn = has(tie: "start")
            if has(tie: "stop"), let index = tied[key], notes[index].endTick == start {
                notes[index].durationTicks += length
                if !goesOn { tied[key] = nil }
                return
            }
            notes.append(Note(startTick: start, durationTicks: length, pitch: key, velocity: 80))
            tied[key] = goesOn ? notes.count - 1 : nil
        }

        /// Pitch classes of the white keys.
        private static let naturals = ["C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11]

        // MARK: Chord symbols

        private static func chord(_ harmony: XMLElement) -> Chord? {
            guard let root = pitchClass(harmony.first("root"), "root-step", "root-alter") else { return nil }
            guard var quality = kinds[harmony.word("kind") ?? "major"] ?? nil else { return nil }
            // Degrees that make another chord of it.
            for degree in harmony.all("degree") where degree.word("degree-type") != "subtract" {
                let alter = degree.number("degree-alter") ?? 0
                switch (degree.number("degree-value"), quality) {
                case (5, .minor7) where alter == -1: quality = .halfDiminished
                case (9, .dominant7) where alter == 0: quality = .dominant9
                case (9, .major7) where alter == 0: quality = .major9
                case (9, .minor7) where alter == 0: quality = .minor9
                case (7, .major) where alter == -1: quality = .dominant7
                default: break
                }
            }
            return Chord(
                root: root, quality: quality, bass: pitchClass(harmony.first("bass"), "bass-step", "bass-alter"))
        }

        private static func pitchClass(_ element: XMLElement?, _ step: String, _ alter: String) -> Int? {
            guard let element,
                let natural = Self.naturals[element.word(step) ?? ""]
            else { return nil }
            return (natural + Int(min(max(element.number(alter) ?? 0, -2), 2)) + 12) % 12
        }

        /// The kinds of MusicXML as the nearest quality; nil is no chord.
        private static let kinds: [String: Chord.Quality?] = [
            "major": .major, "minor": .minor, "augmented": .augmented, "diminished": .diminished,
            "dominant": .dominant7, "major-seventh": .major7, "minor-seventh": .minor7,
            "diminished-seventh": .diminished7, "augmented-seventh": .dominant7, "half-diminished": .halfDiminished,
            "major-minor": .minorMajor7, "major-sixth": .major6, "minor-sixth": .minor6, "dominant-ninth": .dominant9,
            "major-ninth": .major9, "minor-ninth": .minor9, "dominant-11th": .suspended7, "major-11th": .major9,
            "minor-11th": .minor9, "dominant-13th": .dominant9, "major-13th": .major9, "minor-13th": .minor9,
            "suspended-second": .suspended2, "suspended-fourth": .suspended4, "power": .major, "other": .major,
            "pedal": .major, "none": nil,
        ]
    }
}
