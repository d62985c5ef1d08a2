import LofiPlatform
import LofiPlugin

/// Envelopes of noise that comes and goes: a breaking wave.
///
/// Each swell rises as a squared sine and falls exponentially; overlapping swells add as powers. A swell may move from
/// one side to the other while it sounds.
struct Swells: Sendable {
    /// Ranges from which each swell is drawn.
    struct Shape {
        var clock: EventClock
        var riseSeconds: ClosedRange<Double>
        /// Time in which it falls by 8.7 dB.
        var fallSeconds: ClosedRange<Double>
        /// Standard deviation in dB of the peak level, whose mean is the bed's own.
        var spreadDecibels = 0.0
        /// How far it moves from side to side, 0…1.
        var travel = 0.0
        /// Level between swells in dB.
        var floorDecibels = -60.0
    }

    /// Gain of the bed at one control step.
    struct Level {
        var decibels: Double
        var pan: StereoFrame
    }

    private struct Swell {
        var age = 0.0
        var rise = 0.0
        var fall = 0.0
        var power = 0.0
        var from = 0.0
        var to = 0.0
    }

    private var shape: Shape
    private var random: RandomStream
    private var rises: EvenShares
    private var falls: EvenShares
    private var levels: EvenShares
    private var sides: EvenShares
    private let gridFrames: Int
    private var frame = 0
    private var swells = [Swell](repeating: Swell(), count: 24)
    private let floorPower: Double

    init(_ shape: Shape, sampleRate: Double, random: RandomStream) {
        self.shape = shape
        self.random = random
        rises = EvenShares(8, random: self.random.fork("rises"))
        falls = EvenShares(8, random: self.random.fork("falls"))
        levels = EvenShares(8, random: self.random.fork("levels"))
        sides = EvenShares(8, random: self.random.fork("sides"))
        gridFrames = ControlGrid.frames(sampleRate)
        floorPower = pow(10, shape.floorDecibels / 10)
    }

    /// Returns the level one control step later.
    mutating func next() -> Level {
        frame += gridFrames
        while shape.clock.nextFrame <= frame {
            start()
            shape.clock.advance()
        }
        var (power, left) = (floorPower, floorPower * 0.5)
        for index in swells.indices where swells[index].power > 0 {
            let swell = swells[index]
            let envelope =
                swell.age < swell.rise
                ? pow(sin(.pi / 2 * swell.age / swell.rise), 2) : exp(-(swell.age - swell.rise) / swell.fall)
            let now = swell.power * envelope * envelope
            let travelled = min(1, swell.age / (swell.rise + 2 * swell.fall))
            power += now
            left += now * (0.5 - 0.5 * (swell.from + (swell.to - swell.from) * travelled))
            swells[index].age += 1 / ControlGrid.hertz
            if swell.age > swell.rise + 5 * swell.fall { swells[index].power = 0 }
        }
        let pan = StereoFrame(Float((2 * left / power).squareRoot()), Float((2 - 2 * left / power).squareRoot()))
        return Level(decibels: 10 * log10(power), pan: pan)
    }

    private mutating func start() {
        // If all are in use, the oldest is replaced.
        let index =
            swells.indices.first { swells[$0].power == 0 }
            ?? swells.indices.max { swells[$0].age < swells[$1].age } ?? 0
        let from = shape.travel * sides.uniform(-1...1)
        swells[index] = Swell(
            rise: rises.uniform(shape.riseSeconds), fall: falls.uniform(shape.fallSeconds),
            power: pow(10, shape.spreadDecibels * levels.deviate() / 10), from: from,
            to: random.chance(0.8) ? -from : from)
    }
}
