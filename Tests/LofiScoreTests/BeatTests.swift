import LofiPlugin
import Testing
@testable import LofiScore

@Suite("Beat")
struct BeatTests {
    /// A song in bars of chords: bass on the first beat, chords on the others, a melody in eighths.
    struct Song {
        var beatsPerBar = 4
        var bars = 16
        var beatsPerMinute = 80.0
        /// Beats of melody before the first bar.
        var pickup = 0
        /// Eighths in a beat: 3 in 6/8.
        var divisions = 2

        /// Onset in beats from the first downbeat, duration in beats, pitch, velocity.
        var events: [(start: Double, length: Double, pitch: Int, velocity: Int)] {
            let roots = [0, 9, 5, 7]
            var events: [(start: Double, length: Double, pitch: Int, velocity: Int)] = []
            for beat in 0..<pickup { events.append((Double(beat - pickup), 0.9, 72 + beat, 70)) }
            for bar in 0..<bars {
                let root = roots[bar % 4], minor = root == 9
                let start = Double(bar * beatsPerBar)
                events.append((start, Double(beatsPerBar) * 0.95, 36 + root, 90))
                for beat in 0..<beatsPerBar {
                    for interval in [0, minor ? 3 : 4, 7] {
                        events.append((start + Double(beat), 0.9, 60 + (root + interval) % 12, 70))
                    }
                    for division in 1..<divisions where (bar + beat) % 3 != 0 {
                        let scale = [72, 74, 76, 79, 81]
                        events.append(
                            (
                                start + Double(beat) + Double(division) / Double(divisions), 0.4,
                                scale[(bar * 3 + beat + division) % 5], 75
                            ))
                    }
                }
            }
            return events
        }

        /// - Parameter tick: Tick of a beat, counted from the first downbeat.
        func score(_ map: TempoMap, meter: MeterMap.Meter? = nil, tick: (Double) -> Int) -> Score {
            let notes = events.map { event in
                let start = tick(event.start)
                return Note(
                    startTick: start, durationTicks: max(1, tick(event.start + event.length) - start),
                    pitch: event.pitch, velocity: event.velocity)
            }.sorted { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) }
            let meters = meter.map { [MeterMap.Change(tick: 0, meter: $0)] } ?? []
            return Score(
                tempoMap: map, meterMap: MeterMap(ticksPerQuarter: map.ticksPerQuarter, changes: meters),
                parts: [Part(name: "Keys", role: .chords, notes: notes)])
        }

        /// The song on a file's grid, `shift` beats late.
        func gridded(shift: Double = 0, meter: MeterMap.Meter? = nil, quarters: Double = 1) -> Score {
            score(TempoMap(ticksPerQuarter: 480, beatsPerMinute: beatsPerMinute), meter: meter) {
                Int((($0 + shift + Double(pickup)) * quarters * 480).rounded())
            }
        }

        /// The song by its times in a 120 bpm file, quantised to steps of `stepSeconds`.
        func timed(stepSeconds: Double = 0.001, _ seconds: (Double) -> Double) -> Score {
            score(TempoMap(ticksPerQuarter: 480)) {
                Int(((seconds($0) / stepSeconds).rounded() * stepSeconds * 960).rounded())
            }
        }
    }

    static func places(_ values: [Double], near wanted: [Double], within seconds: Double) -> Int {
        wanted.filter { value in values.contains { abs($0 - value) < seconds } }.count
    }

    @Test("Music off the file's grid has its beat where it is played", arguments: [0, 0.1, 0.25, 0.43, 0.5, 0.75])
    func phase(shift: Double) throws {
        let grid = BeatGrid(Song().gridded(shift: shift))
        #expect(grid.isKnown && grid.source == .file && grid.beatsPerBar == 4)
        #expect(abs((grid.beatsPerMinute ?? 0) - 80) < 0.1)
        let downbeats = (0..<16).map { (Double($0) * 4 + shift) * 0.75 }
        #expect(Self.places(grid.downbeats, near: downbeats, within: 0.01) == 16)
        #expect((0.3...1).contains(grid.barConfidence))
    }

    @Test(
        "Bars of three are found under a declared 1/4, bars of four under 3/4", arguments: [(3, 1), (4, 3)])
    func wrongMeter(beats: Int, declared: Int) {
        let song = Song(beatsPerBar: beats)
        let grid = BeatGrid(song.gridded(meter: MeterMap.Meter(beats: declared, unit: 4)))
        #expect(grid.beatsPerBar == beats)
        #expect(Self.places(grid.downbeats, near: (0..<16).map { Double($0 * beats) * 0.75 }, within: 0.01) == 16)
    }

    @Test("Bars of five beats are found")
    func five() {
        let grid = BeatGrid(Song(beatsPerBar: 5).gridded(meter: MeterMap.Meter(beats: 5, unit: 4)))
        #expect(grid.beatsPerBar == 5)
        #expect(Self.places(grid.downbeats, near: (0..<16).map { Double($0) * 3.75 }, within: 0.01) == 16)
    }

    @Test("6/8 has two dotted beats, declared or not", arguments: [true, false])
    func sixEighths(isDeclared: Bool) {
        let song = Song(beatsPerBar: 2, bars: 24, divisions: 3)
        let score = song.gridded(meter: MeterMap.Meter(beats: 6, unit: 8), quarters: 1.5)
        var given = score
        if !isDeclared { given.meterMap = MeterMap(ticksPerQuarter: score.ticksPerQuarter) }
        let grid = BeatGrid(given)
        #expect(grid.isCompound && grid.beatsPerBar == 2)
        #expect(Self.places(grid.downbeats, near: (0..<24).map { Double($0) * 2.25 }, within: 0.01) == 24)
        let regridded = given.regridded(to: grid)
        #expect(regridded.meterMap.changes.map(\.meter) == [MeterMap.Meter(beats: 6, unit: 8)])
        #expect(!isDeclared || regridded == score)
    }

    @Test("A pickup precedes the first downbeat", arguments: [1, 2, 3])
    func pickup(beats: Int) {
        let song = Song(pickup: beats)
        let grid = BeatGrid(song.gridded())
        #expect(grid.downbeatIndices.first == beats)
        let score = song.gridded().regridded(to: grid)
        let bars = score.meterMap.bars(upTo: score.lastNoteEndTick)
        #expect(bars[0].lengthTicks == beats * score.ticksPerQuarter && bars[1].meter.beats == 4)
    }

    /// Time of a beat in seconds, at a tempo that drifts by up to 12 % around 80 bpm with a period of 20 s.
    static func drifting(_ beat: Double) -> Double {
        let place = beat / 26 - (beat / 26).rounded(.down)
        let bump = 16 * place * place * (1 - place) * (1 - place)
        return 1 + 0.75 * (beat + bump)
    }

    @Test("A performance with a drifting tempo is tracked in a file declaring 120 bpm")
    func performance() {
        let song = Song(bars: 24)
        var random = RandomStream(seed: 1, place: "test")
        let score = song.timed { Self.drifting($0) + 0.01 * random.normal() }
        let grid = BeatGrid(score)
        #expect(grid.source == .notes && grid.beatsPerBar == 4)
        let beats = (4..<92).map { Self.drifting(Double($0)) }
        #expect(Self.places(grid.beats, near: beats, within: 0.07) > 80)
        let downbeats = (1..<23).map { Self.drifting(Double($0) * 4) }
        #expect(Self.places(grid.downbeats, near: downbeats, within: 0.07) > 18)
    }

    @Test("Times quantised to 10 ms are tracked without a tempo", arguments: [72.0, 80, 93, 104])
    func steps(beatsPerMinute: Double) throws {
        let score = Song(bars: 24).timed(stepSeconds: 0.01) { $0 * 60 / beatsPerMinute }
        let grid = BeatGrid(score)
        let found = try #require(grid.beatsPerMinute)
        #expect(grid.source == .notes)
        #expect(abs(found / beatsPerMinute - 1) < 0.01)
        #expect(
            Self.places(grid.downbeats, near: (0..<24).map { Double($0) * 240 / beatsPerMinute }, within: 0.05) > 20)
    }

    @Test("Times quantised to half a beat keep the file's default 120 bpm")
    func halfBeats() {
        let grid = BeatGrid(Song(bars: 16).timed { $0 * 0.5 })
        #expect(grid.source == .file && abs((grid.beatsPerMinute ?? 0) - 120) < 0.1)
    }

    @Test("A single note, drums alone and a random note cloud have no beat")
    func unknown() {
        let map = TempoMap(ticksPerQuarter: 480)
        let note = Note(startTick: 100, durationTicks: 100, pitch: 60, velocity: 80)
        let drums = (0..<64).map { Note(startTick: $0 * 240, durationTicks: 60, pitch: 36, velocity: 80) }
        var random = RandomStream(seed: 3, place: "cloud")
        let cloud = (0..<400).map { _ in
            Note(
                startTick: Int(random.uniform(0...100_000)), durationTicks: 300, pitch: Int(random.uniform(40...90)),
                velocity: 80)
        }.sorted { $0.startTick < $1.startTick }
        for (notes, role) in [([note], Role.chords), (drums, .drums), (cloud, .chords), ([], .chords)] {
            let score = Score(tempoMap: map, parts: [Part(name: "P", role: role, notes: notes)])
            let grid = BeatGrid(score)
            #expect(!grid.isKnown && !grid.reason.isEmpty && grid.source == .file)
            let isUnchanged = score.regridded(to: grid) == score
            #expect(isUnchanged)
        }
    }

    @Test("A score whose grid is right is unchanged")
    func unchanged() {
        let score = Song().gridded()
        #expect(score.regridded(to: BeatGrid(score)) == score)
    }

    @Test("Regridding keeps the time of every note and puts beats on quarters and bars on downbeats")
    func regridding() {
        var random = RandomStream(seed: 2, place: "test")
        let drifting = Song(bars: 24).timed { Self.drifting($0) + 0.01 * random.normal() }
        for old in [Song().gridded(shift: 0.4), Song(beatsPerBar: 3, pickup: 1).gridded(shift: 0.7), drifting] {
            let grid = BeatGrid(old)
            let new = old.regridded(to: grid)
            #expect(new.ticksPerQuarter >= 1920 && new.noteCount == old.noteCount)
            for (before, after) in zip(old.parts[0].notes, new.parts[0].notes) {
                #expect(
                    abs(old.tempoMap.seconds(at: before.startTick) - new.tempoMap.seconds(at: after.startTick)) < 0.001)
                #expect(abs(old.tempoMap.seconds(at: before.endTick) - new.tempoMap.seconds(at: after.endTick)) < 0.001)
            }
            let quarters = (0..<400).map { new.tempoMap.seconds(at: $0 * new.ticksPerQuarter) }
            #expect(Self.places(quarters, near: grid.beats, within: 0.003) >= grid.beats.count - 1)
            let bars = new.meterMap.bars(upTo: new.lastNoteEndTick).map { new.tempoMap.seconds(at: $0.startTick) }
            #expect(Self.places(bars, near: grid.downbeats, within: 0.003) >= grid.downbeats.count - 1)
        }
        #expect(
            Song().gridded(shift: 0.4).regridded(to: BeatGrid(Song().gridded(shift: 0.4))).tempoMap.changes.count <= 2)
    }

    @Test("A hundred thousand notes give the same beat as a few")
    func longSong() {
        var song = Song(bars: 8000)
        song.pickup = 0
        let score = song.gridded(shift: 0.3)
        #expect(score.noteCount > 100_000)
        #expect(BeatGrid(score).isKnown)
    }
}
