import LofiPlugin
import LofiScore
import Testing
@testable import LofiArrange

@Suite("Bars to loop")
struct LoopCutTests {
    /// Bars of four quarters.
    private func song(bars: Int, pitch: (Int) -> Int = { 60 + $0 % 4 }) -> Score {
        let notes = (0..<(4 * bars)).map {
            Note(startTick: $0 * 480, durationTicks: 470, pitch: pitch($0), velocity: 80)
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 83.37),
            parts: [Part(name: "Keys", role: .chords, notes: notes)])
    }

    private func loop(_ score: Score, bars: Int? = nil, keepsTempo: Bool = false) throws -> Score {
        try LoopCut(barCount: bars, keepsTempo: keepsTempo).apply(to: score).cutToLoop()
    }

    @Test("All bars loop, at a whole tempo or the one asked for; a tail that rings into another bar adds none")
    func whole() throws {
        var score = song(bars: 4)
        score.parts[0].notes[15].durationTicks = 5000
        let loop = try loop(score)
        #expect(loop.loop == 0..<(4 * 1920) && abs(loop.prevailingBeatsPerMinute - 83) < 1e-6)
        #expect(loop.noteCount == 16 && loop.lastNoteEndTick <= 4 * 1920)
        #expect(abs(try self.loop(score, keepsTempo: true).prevailingBeatsPerMinute - 83.37) < 1e-6)
    }

    @Test("The loop goes round: what is before and after it is it again, pedals are released between")
    func threeTimes() throws {
        var score = song(bars: 4)
        score.parts[0].controllers = [ControlEvent(tick: 1000, change: .controller(64, value: 127))]
        let three = try LoopCut(barCount: nil, keepsTempo: false).apply(to: score)
        #expect(three.loop == 7680..<15360 && three.noteCount == 48)
        #expect(three.sections.count == 3 * Form.withOwnSections(score).sections.count)
        let pedals = three.cutToLoop().parts[0].controllers.filter { $0.tick >= 7680 }
        #expect(pedals == [ControlEvent(tick: 7680, change: .controller(64, value: 0))])
    }

    @Test("A pickup leads into the first bar from the end of the last")
    func pickup() throws {
        var score = song(bars: 5)
        // Only the last quarter of the first bar is played, and the end leaves room for it.
        score.parts[0].notes.removeFirst(3)
        score.parts[0].notes.removeLast()
        score.parts[0].notes[0].pitch = 71
        let loop = try loop(score)
        #expect(loop.loop == 0..<(4 * 1920))
        #expect(
            loop.parts[0].notes.last == Note(startTick: 3 * 1920 + 1440, durationTicks: 470, pitch: 71, velocity: 80))
        #expect(loop.noteCount == 16)
    }

    @Test("A first beat that a player begins early begins at the end of the loop and is held into it")
    func early() throws {
        var three = try LoopCut(barCount: nil, keepsTempo: false).apply(to: song(bars: 4))
        for index in three.parts[0].notes.indices where three.parts[0].notes[index].startTick % 7680 == 0 {
            let early = min(20, three.parts[0].notes[index].startTick)
            three.parts[0].notes[index].startTick -= early
            three.parts[0].notes[index].durationTicks += early
        }
        let notes = three.cutToLoop().parts[0].notes
        #expect(notes.count == 16 && notes[0].startTick == 480)
        #expect(notes[15].startTick == 7660 && notes[15].endTick == 7680 + 470)
    }

    @Test("The best phrase begins with a full section, not with the intro, and the user is told")
    func phrase() throws {
        var score = song(bars: 24)
        let kinds: [SongSection.Kind] = [.intro, .verse, .chorus, .outro]
        score.sections = [(0, 4), (4, 12), (12, 20), (20, 24)].enumerated().map { index, bars in
            SongSection(startTick: bars.0 * 1920, endTick: bars.1 * 1920, kind: kinds[index], label: "A")
        }
        let bars = score.meterMap.bars(upTo: score.lastNoteEndTick)
        let phrase = try #require(LoopPhrase(score, in: bars, count: 8))
        #expect(phrase.bars == 12..<20)
        #expect(phrase.reason.hasPrefix("loop of bars 13 to 20 of 24: from the beginning of the chorus"))
        #expect(LoopPhrase(score, in: bars, count: 25) == nil && LoopPhrase(score, in: bars, count: 0) == nil)
        #expect(try #require(LoopPhrase(score, in: bars, count: 24)).bars == 0..<24)
    }

    @Test("Without sections a phrase begins a multiple of four bars in, on the tonic")
    func plain() throws {
        // C major throughout; the lowest note of bars 5 and 13 alone is C.
        let scale = [60, 62, 64, 65, 67, 69, 71, 72]
        let score = song(bars: 16) { beat in
            beat % 4 == 0 ? ([4, 12].contains(beat / 4) ? 48 : 55) : scale[beat % 8]
        }
        let bars = score.meterMap.bars(upTo: score.lastNoteEndTick)
        #expect(try #require(LoopPhrase(score, in: bars, count: 4)).bars == 4..<8)
    }

    @Test("A phrase with a bar of another length is not taken where there is one without")
    func evenBars() throws {
        var score = song(bars: 12)
        func change(_ bar: Int, _ beats: Int) -> MeterMap.Change {
            MeterMap.Change(tick: bar * 1920, meter: MeterMap.Meter(beats: beats, unit: 4))
        }
        // The second bar has one beat, so later bars begin three beats earlier.
        score.meterMap = MeterMap(
            ticksPerQuarter: 480,
            changes: [change(0, 4), change(1, 1), MeterMap.Change(tick: 2400, meter: change(0, 4).meter)])
        let bars = score.meterMap.bars(upTo: score.lastNoteEndTick)
        #expect(bars[1].lengthTicks == 480)
        #expect(try #require(LoopPhrase(score, in: bars, count: 4)).bars.lowerBound > 1)
    }

    @Test("Too few bars, and music without a beat, are refused")
    func refused() throws {
        #expect(throws: ArrangementError.tooFewBars(asked: 9, has: 8)) { try loop(song(bars: 8), bars: 9) }
        var free = song(bars: 8)
        free.keepsPulse = false
        #expect(throws: ArrangementError.noBars) { try loop(free) }
    }
}
