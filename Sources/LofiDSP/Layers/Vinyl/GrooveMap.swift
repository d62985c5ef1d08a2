import LofiPlatform
import LofiPlugin

/// Positions of dust and scratches on the record, which recur with every turn.
///
/// The map drifts as the side plays: a bunch of specks lasts fourteen turns on average, like a scratch across that many
/// grooves; then another of similar height and size lies elsewhere. So a record keeps its level and its crackle.
struct GrooveMap {
    struct Speck {
        /// Position in frames from the start of the turn.
        var position: Int
        /// Level in dB above the surface.
        var height: Double
        /// Index into the click shapes.
        var shape: Int
        /// Gains of the two channels.
        var lean: StereoFrame
        let bunch: Int
    }

    private struct Bunch {
        var height: Double
        var turnsLeft: Int
    }

    private static let meanTurns = 14.0
    /// Uneven distribution of dust over the turn, 0…1. Tuned, 2026-11-24, by the Fano factors at 250 ms and 1 s.
    private static let asymmetry = 0.7

    /// In order of position.
    private(set) var specks: [Speck] = []
    private var bunches: [Bunch] = []
    private var scatter: DustScatter
    private var click: ClickChoice
    private var random: RandomStream
    private let sampleRate: Double
    private let turnFrames: Double
    /// Angle at which most dust lies.
    private let densestAngle: Double

    /// - Parameter count: number of specks in one turn.
    init(
        count: Int, turnFrames: Double, sampleRate: Double, scatter: DustScatter, click: ClickChoice,
        random: RandomStream
    ) {
        self.scatter = scatter
        self.click = click
        self.random = random
        self.sampleRate = sampleRate
        self.turnFrames = turnFrames
        densestAngle = 2 * Double.pi * self.random.unit()
        var sizes: [Int] = []
        var left = count
        while left > 0 {
            sizes.append(min(left, self.scatter.bunchSize()))
            left -= sizes[sizes.count - 1]
        }
        for (index, size) in sizes.enumerated() {
            bunches.append(Bunch(height: 0, turnsLeft: turns(0...(2 * Self.meanTurns))))
            for _ in 0..<size {
                specks.append(Speck(position: 0, height: 0, shape: 0, lean: .zero, bunch: index))
            }
        }
        for index in bunches.indices { relocate(bunch: index) }
        sort()
    }

    /// Ages the map by one turn.
    mutating func turnOver() {
        var isMoved = false
        for index in bunches.indices {
            bunches[index].turnsLeft -= 1
            guard bunches[index].turnsLeft <= 0 else { continue }
            bunches[index].turnsLeft = turns(1...(2 * Self.meanTurns))
            relocate(bunch: index)
            isMoved = true
        }
        if isMoved { sort() }
    }

    private mutating func turns(_ range: ClosedRange<Double>) -> Int { 1 + Int(random.uniform(range)) }

    /// Moves a bunch of specks to a random position on the turn.
    private mutating func relocate(bunch: Int) {
        // Stratified, so that the map as a whole is as loud as dust on average.
        bunches[bunch].height = scatter.height(atShare: (Double(bunch) + random.unit()) / Double(bunches.count))
        var seconds = angle() / (2 * Double.pi) * turnFrames / sampleRate
        for index in specks.indices where specks[index].bunch == bunch {
            let position = Int((seconds * sampleRate).rounded())
            specks[index].position = position % Int(turnFrames)
            specks[index].height = scatter.speckHeight(inBunch: bunches[bunch].height)
            specks[index].shape = click.shape(height: specks[index].height)
            specks[index].lean = click.lean()
            seconds += scatter.gapInBunch()
        }
    }

    /// Returns a random angle; dust is denser on one side of a record, as the bunching over 250 ms and 1 s of measured
    /// ones suggests.
    private mutating func angle() -> Double {
        while true {
            let angle = 2 * Double.pi * random.unit()
            if random.chance((1 + Self.asymmetry * cos(angle - densestAngle)) / (1 + Self.asymmetry)) { return angle }
        }
    }

    /// Insertion sort: the map is almost in order, and must not allocate.
    private mutating func sort() {
        for index in specks.indices.dropFirst() {
            var at = index
            while at > 0, specks[at - 1].position > specks[at].position {
                specks.swapAt(at - 1, at)
                at -= 1
            }
        }
    }
}

/// Draws the shape and the stereo position of a speck's click.
struct ClickChoice {
    private var random: RandomStream
    private var faintShapes: EvenShares
    private var loudShapes: EvenShares
    private let mono: Float
    /// Level in dB above the surface from which a click stands out: even a few of those should cover all shapes.
    private static let loud = 24.0

    /// - Parameter mono: 1 for a stylus that only senses lateral motion.
    init(mono: Double, random: RandomStream) {
        self.random = random
        faintShapes = EvenShares(VinylClickShapes.clickCount, random: self.random.fork("faint"))
        loudShapes = EvenShares(VinylClickShapes.clickCount, random: self.random.fork("loud"))
        self.mono = Float(mono)
    }

    /// Returns the index of a click shape.
    ///
    /// - Parameter height: level in dB above the surface.
    mutating func shape(height: Double) -> Int {
        let share = height < Self.loud ? faintShapes.next() : loudShapes.next()
        return min(VinylClickShapes.clickCount - 1, Int(share * Double(VinylClickShapes.clickCount)))
    }

    /// Returns gains for the two channels with a mean of ±1: a speck lies on one wall of the groove and is fainter on
    /// the other, in phase or out of phase equally often (side over mid measured on 33 recordings: -0.4 dB from 1 to 5
    /// kHz).
    mutating func lean() -> StereoFrame {
        let isLeft = random.chance(0.5)
        let gains = Self.gains(other: random.uniform(Self.others), mono: mono) * (random.chance(0.5) ? 1 : -1)
        return isLeft ? gains : StereoFrame(gains.y, gains.x)
    }

    /// Mean square gain of one channel.
    var meanSquare: Double {
        let steps = 64
        return (0..<steps).reduce(0) { sum, step in
            let share = (Double(step) + 0.5) / Double(steps)
            let other = Self.others.lowerBound + (Self.others.upperBound - Self.others.lowerBound) * share
            let gains = Self.gains(other: other, mono: mono)
            return sum + Double((gains * gains).sum()) / 2 / Double(steps)
        }
    }

    private static let others = -0.31...0.58

    private static func gains(other: Double, mono: Float) -> StereoFrame {
        let gains = StereoFrame(1, Float(other)) * Float(2 / (1 + other))
        return gains + (StereoFrame(repeating: 1) - gains) * mono
    }
}
