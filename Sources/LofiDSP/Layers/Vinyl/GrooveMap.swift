import LofiPlatform
import LofiPlugin

/// Dust and scratches in their places: each is met again with every turn of the record.
///
/// The map drifts as the side wears on: a bunch of specks stays for fourteen turns in the mean, as a scratch across as many
/// grooves does; then another, about as high and as many, lies elsewhere. So a record keeps its level and its crackle.
struct GrooveMap {
    struct Speck {
        /// Frames from the start of the turn.
        var place: Int
        /// dB over the surface.
        var height: Double
        var shape: Int
        var lean: StereoFrame
        let bunch: Int
    }

    private struct Bunch {
        var height: Double
        var turnsLeft: Int
    }

    private static let meanTurns = 14.0
    /// Tuned, 2026-11-24, by the Fano factors at 250 ms and 1 s.
    private static let lopsided = 0.7

    private(set) var specks: [Speck] = []
    private var bunches: [Bunch] = []
    private var scatter: DustScatter
    private var click: ClickChoice
    private var random: RandomStream
    private let sampleRate: Double
    private let turnFrames: Double
    /// Where on the turn most dust lies.
    private let thickest: Double

    /// - Parameter count: specks in one turn.
    init(
        count: Int, turnFrames: Double, sampleRate: Double, scatter: DustScatter, click: ClickChoice,
        random: RandomStream
    ) {
        self.scatter = scatter
        self.click = click
        self.random = random
        self.sampleRate = sampleRate
        self.turnFrames = turnFrames
        thickest = 2 * Double.pi * self.random.unit()
        var sizes: [Int] = []
        var left = count
        while left > 0 {
            sizes.append(min(left, self.scatter.bunchSize()))
            left -= sizes[sizes.count - 1]
        }
        for (index, size) in sizes.enumerated() {
            bunches.append(Bunch(height: 0, turnsLeft: turns(0...(2 * Self.meanTurns))))
            for _ in 0..<size {
                specks.append(Speck(place: 0, height: 0, shape: 0, lean: .zero, bunch: index))
            }
        }
        for index in bunches.indices { settle(bunch: index) }
        sort()
    }

    /// Ages the map by one turn.
    mutating func turnOver() {
        var isMoved = false
        for index in bunches.indices {
            bunches[index].turnsLeft -= 1
            guard bunches[index].turnsLeft <= 0 else { continue }
            bunches[index].turnsLeft = turns(1...(2 * Self.meanTurns))
            settle(bunch: index)
            isMoved = true
        }
        if isMoved { sort() }
    }

    private mutating func turns(_ range: ClosedRange<Double>) -> Int { 1 + Int(random.uniform(range)) }

    /// Lays the specks of a bunch somewhere on the turn.
    private mutating func settle(bunch: Int) {
        // Evenly over the shares: the map as a whole is as loud as dust is in the mean.
        bunches[bunch].height = scatter.height(atShare: (Double(bunch) + random.unit()) / Double(bunches.count))
        var seconds = angle() / (2 * Double.pi) * turnFrames / sampleRate
        for index in specks.indices where specks[index].bunch == bunch {
            let place = Int((seconds * sampleRate).rounded())
            specks[index].place = place % Int(turnFrames)
            specks[index].height = scatter.speckHeight(inBunch: bunches[bunch].height)
            specks[index].shape = click.shape(height: specks[index].height)
            specks[index].lean = click.lean()
            seconds += scatter.gapInBunch()
        }
    }

    /// Dust lies thicker on one side of a record: so the bunching over 250 ms and 1 s of measured ones wants it.
    private mutating func angle() -> Double {
        while true {
            let angle = 2 * Double.pi * random.unit()
            if random.chance((1 + Self.lopsided * cos(angle - thickest)) / (1 + Self.lopsided)) { return angle }
        }
    }

    /// By insertion: the map is almost in order, and nothing may be allocated.
    private mutating func sort() {
        for index in specks.indices.dropFirst() {
            var at = index
            while at > 0, specks[at - 1].place > specks[at].place {
                specks.swapAt(at - 1, at)
                at -= 1
            }
        }
    }
}

/// Draws which click a speck makes and on which side.
struct ClickChoice {
    private var random: RandomStream
    private var faintShapes: EvenShares
    private var loudShapes: EvenShares
    private let mono: Float
    /// dB over the surface from where a click is heard by itself: few of those must still be of all shapes.
    private static let loud = 24.0

    /// - Parameter mono: 1 where the stylus follows only sideways.
    init(mono: Double, random: RandomStream) {
        self.random = random
        faintShapes = EvenShares(VinylClickShapes.clickCount, random: self.random.fork("faint"))
        loudShapes = EvenShares(VinylClickShapes.clickCount, random: self.random.fork("loud"))
        self.mono = Float(mono)
    }

    /// - Parameter height: dB over the surface.
    mutating func shape(height: Double) -> Int {
        let share = height < Self.loud ? faintShapes.next() : loudShapes.next()
        return min(VinylClickShapes.clickCount - 1, Int(share * Double(VinylClickShapes.clickCount)))
    }

    /// Gains of the two channels, whose mean is ±1: a speck lies on one wall of the groove, and the other hears less of it,
    /// as often against as with it (side over middle measured on 33 recordings: -0.4 dB from 1 to 5 kHz).
    mutating func lean() -> StereoFrame {
        let isLeft = random.chance(0.5)
        let gains = Self.gains(other: random.uniform(Self.others), mono: mono) * (random.chance(0.5) ? 1 : -1)
        return isLeft ? gains : StereoFrame(gains.y, gains.x)
    }

    /// Mean square of one channel's gain.
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
