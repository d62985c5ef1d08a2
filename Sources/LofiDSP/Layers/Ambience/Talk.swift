import LofiPlatform
import LofiPlugin

/// Conversations at eight tables in one room: the nearest is clear, the others add up to a babble.
///
/// Each table is a formant synthesizer in a lane of its own: a glottal flow (D. H. Klatt and L. C. Klatt, 1990:
/// x² - x³ while the glottis is open, differentiated by the lips) and breath pass five formants in cascade, friction
/// passes one resonance. All tables feed the room's delay lines.
struct Talk: SteppedSource {
    static let tableCount = 8

    /// How a table sounds from where the listener sits.
    private struct Seat {
        /// Level of the direct sound in dB.
        let level: Double
        /// Level in dB of what the room receives, relative to the direct sound.
        let echo: Double
        /// Cutoff of the air, and of the backs of others, in Hz.
        let dullHz: Double
        /// Stereo spread, 0…1.
        let spread: Double
        /// Mean length of a silence at the table.
        let restSeconds: Double

        static let near = Seat(level: 0, echo: -14, dullHz: 6500, spread: 0.65, restSeconds: 1.5)
        static let middle = Seat(level: -5, echo: -6, dullHz: 4500, spread: 1, restSeconds: 3)
        static let far = Seat(level: -9, echo: -2, dullHz: 3000, spread: 1, restSeconds: 3)
    }

    private var tables: [Table] = []
    let gridFrames: Int
    var framesLeft = 0
    private var isOddStep = false
    private var voices: VoiceLanes
    private var room: SmallRoom
    /// Frames processed together: a kilobyte, the most that a temporary allocation takes from the stack.
    static let chunk = 16

    init(amplitude: Float, density: Double, sampleRate: Double, random: RandomStream) {
        var random = random
        gridFrames = ControlGrid.frames(sampleRate)
        var voices = VoiceLanes(sampleRate: sampleRate, random: random.fork("breath"))
        var sides = EvenShares(Self.tableCount, random: random.fork("sides"))
        let firstIsWoman = random.chance(0.5)
        for lane in 0..<Self.tableCount {
            let seat = lane == 0 ? Seat.near : lane < 3 ? .middle : .far
            tables.append(
                Table(
                    people: lane % 3 == 2 ? 3 : 2, firstIsWoman: (lane % 2 == 0) == firstIsWoman,
                    restSeconds: seat.restSeconds / max(0.05, density), random: random.fork("table")))
            let level = seat.level - Double(lane % 5)
            voices.place(
                lane, gain: density > 0 ? amplitude * Decibels.amplitude(level) : 0,
                side: Float(sides.uniform(-0.8...0.8) * seat.spread), echo: Decibels.amplitude(seat.echo),
                softHz: random.uniform(3600...5600), dullHz: seat.dullHz)
            voices.start(lane, tables[lane].now)
        }
        self.voices = voices
        room = SmallRoom(seconds: 0.7, halfHz: 3000, sampleRate: sampleRate)
    }

    mutating func pass(_ frames: Int) { voices.skip(frames) }

    mutating func step() {
        isOddStep.toggle()
        for lane in 0..<Self.tableCount {
            tables[lane].advance()
            // The tracts of distant tables need to move only half as often.
            let moves = lane == 0 || (lane % 2 == 1) == isOddStep
            voices.aim(lane, tables[lane].now, moves: moves, frames: gridFrames)
        }
    }

    mutating func sound(_ block: AudioBlock) {
        withUnsafeTemporaryAllocation(of: SIMD8<Float>.self, capacity: 2 * Self.chunk) { stack in
            let rows = UnsafeMutableBufferPointer(rebasing: stack[..<block.count])
            let hiss = UnsafeMutableBufferPointer(rebasing: stack[Self.chunk...])
            voices.process(block, rows: rows, hiss: hiss)
            room.add(rows, to: block)
        }
    }
}
