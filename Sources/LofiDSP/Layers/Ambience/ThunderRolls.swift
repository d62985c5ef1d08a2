import LofiPlatform
import LofiPlugin

/// The rolling of thunder: one long, uneven decay per flash, the treble falling first.
///
/// A lightning channel emits N-waves all along its length; they arrive one after the other, as its bends are at
/// different distances, each bend a burst of some hundredths of a second (A. A. Few, 1969; H. S. Ribner and D. Roy,
/// "Acoustics of thunder: a quasilinear model for tortuous lightning", JASA 1982). What comes later comes from further
/// away, through more air. Simplification: within a burst the N-waves are so dense that they are noise.
struct ThunderRolls: SteppedSource {
    private struct Flash {
        var age = 0.0
        var level = 0.0
        /// Time constant of the decay.
        var seconds = 3.0
        var side = 0.0
        /// Until the next bend is heard.
        var gap = 0.0
        var cutoffHz = 2500.0
    }

    /// A burst from one bend.
    private struct Burst {
        var age = 0.0
        var seconds = 0.1
        var level = 0.0
        var side = 0.0
    }

    private static let flashSeconds = 16.0
    private static let flashCount = 4
    private static let burstCount = 96
    /// Frames processed together: a kilobyte, the most that a temporary allocation takes from the stack.
    static let chunk = 32
    /// Rate at which bends are heard at first.
    private static let bendsPerSecond = 14.0
    /// Standard deviation of the bursts' levels.
    private static let burstDecibels = 7.0
    /// Share of the sound that does not come in bursts: echoes from the ground and the clouds.
    private static let echoes = 0.5
    /// Brings the long-term RMS to 1, within about 1 dB over a minute.
    private static let unit: Float = 28

    private var clock: EventClock
    private var random: RandomStream
    private var levels: EvenShares
    private var distances: EvenShares
    private var sides: EvenShares
    private var flashes: [Flash] = []
    private var bursts: [Burst] = []
    private var noise: WideNoise
    private let amplitude: Float
    private let sampleRate: Double
    let gridFrames: Int
    private var frame = 0
    var framesLeft = 0
    private var gain = StereoFrame.zero
    private var gainStep = StereoFrame.zero
    private var air: Float = 0.05
    private var airStates = (StereoFrame.zero, StereoFrame.zero)
    /// Bass of the left, the right and the common noise.
    private var bass = SIMD4<Float>.zero
    private let crossover: Float
    private var tilt = (StereoFrame.zero, StereoFrame.zero)
    private let tilts: (Float, Float)
    private var lowest = StereoFrame.zero
    private let lowCut: Float

    /// - Parameters:
    ///   - perSecond: mean rate of flashes.
    ///   - amplitude: RMS amplitude over a long time at a rate of 0.1 per second.
    init(perSecond: Double, amplitude: Float, sampleRate: Double, random: RandomStream) {
        var random = random
        self.sampleRate = sampleRate
        self.amplitude = amplitude * Self.unit
        gridFrames = ControlGrid.frames(sampleRate)
        noise = WideNoise(random: random.fork("noise"))
        clock = EventClock(perSecond: perSecond, shape: 12, sampleRate: sampleRate, random: random.fork("flashes"))
        levels = EvenShares(4, random: random.fork("levels"))
        distances = EvenShares(4, random: random.fork("distances"))
        sides = EvenShares(4, random: random.fork("sides"))
        self.random = random
        flashes.reserveCapacity(Self.flashCount)
        bursts.reserveCapacity(Self.burstCount)
        func share(_ hertz: Double) -> Float {
            Float(1 - exp(-2 * Double.pi * min(hertz, 0.45 * sampleRate) / sampleRate))
        }
        crossover = share(500)
        tilts = (share(110), share(500))
        lowCut = share(60)
    }

    mutating func pass(_ frames: Int) {
        gain += gainStep * Float(frames)
        frame += frames
    }

    mutating func step() {
        let seconds = 1 / ControlGrid.hertz
        while clock.nextFrame <= frame {
            strike()
            clock.advance()
        }
        var (left, right) = (0.0, 0.0)
        func add(_ power: Double, _ side: Double) {
            left += power * (1 - side)
            right += power * (1 + side)
        }
        for index in flashes.indices {
            flashes[index].age += seconds
            flashes[index].gap -= seconds
            let envelope = Self.envelope(flashes[index]) * flashes[index].level
            if flashes[index].gap <= 0 { bend(index, envelope) }
            add(pow(Self.echoes * envelope, 2), flashes[index].side)
        }
        for index in bursts.indices {
            bursts[index].age += seconds
            let share = bursts[index].age / bursts[index].seconds
            add(pow(bursts[index].level * min(1, share * 8) * exp(-share), 2), bursts[index].side)
        }
        flashes.removeAll { $0.age > Self.flashSeconds }
        bursts.removeAll { $0.age > 5 * $0.seconds }
        let target = StereoFrame(Float(left.squareRoot()), Float(right.squareRoot())) * amplitude
        gainStep = (target - gain) / Float(gridFrames)
        if let last = flashes.last {
            let hertz = 260 + (last.cutoffHz - 260) * exp(-last.age / 3)
            air = Float(1 - exp(-2 * Double.pi * min(hertz, 0.4 * sampleRate) / sampleRate))
        }
    }

    private mutating func strike() {
        if flashes.count == Self.flashCount { flashes.removeFirst() }
        // The nearer, the louder and brighter.
        let nearness = distances.next()
        flashes.append(
            Flash(
                level: Double(Decibels.amplitude(levels.uniform(-4...1) + 4 * nearness)),
                seconds: random.uniform(3...4.5),
                side: sides.uniform(-0.5...0.5), cutoffHz: 1300 * exp2(1.4 * nearness)))
    }

    /// Rises in a twentieth of a second, falls fast at first, then slowly.
    private static func envelope(_ flash: Flash) -> Double {
        min(1, flash.age / 0.05) * min(1, (flashSeconds - flash.age) / 2)
            * (exp(-flash.age / flash.seconds) + 0.1 * exp(-flash.age / 8))
    }

    private mutating func bend(_ index: Int, _ envelope: Double) {
        let spread = 1 + 0.3 * flashes[index].age
        flashes[index].gap = -log(1 - random.unit()) * spread / Self.bendsPerSecond
        guard bursts.count < Self.burstCount else { return }
        bursts.append(
            Burst(
                seconds: 0.03 * pow(12, random.unit()) * spread,
                level: envelope * Double(Decibels.amplitude(Self.burstDecibels * min(2, random.normal()))),
                side: min(0.8, max(-0.8, flashes[index].side + random.uniform(-0.4...0.4)))))
    }

    mutating func sound(_ block: AudioBlock) {
        frame += block.count
        guard !flashes.isEmpty else { return }
        withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: 2 * Self.chunk) { stack in
            // Separate loops: in a single one the compiler breaks the vectors up into lanes.
            let trebles = UnsafeMutableBufferPointer(rebasing: stack[..<block.count])
            let basses = UnsafeMutableBufferPointer(rebasing: stack[Self.chunk...])
            for index in block.indices { trebles[index] = noise.nextFour() }
            split(trebles, basses)
            filter(trebles, basses, block)
        }
    }

    /// Splits white noise of the left, the right and both at the crossover.
    private mutating func split(
        _ trebles: UnsafeMutableBufferPointer<SIMD4<Float>>, _ basses: UnsafeMutableBufferPointer<SIMD4<Float>>
    ) {
        let (crossover, keep) = (crossover, 1 - crossover)
        var bass = bass
        for index in trebles.indices {
            bass = bass * keep + trebles[index] * crossover
            basses[index] = bass
            trebles[index] -= bass
        }
        self.bass = bass
    }

    /// Slope and air.
    private mutating func filter(
        _ trebles: UnsafeMutableBufferPointer<SIMD4<Float>>, _ basses: UnsafeMutableBufferPointer<SIMD4<Float>>,
        _ block: AudioBlock
    ) {
        let (tilts, lowCut, air, gainStep) = (tilts, lowCut, air, gainStep)
        // Old and new value are weighted separately, so that only a product and a sum lie between two states.
        let (keeps, lowKeep, airKeep) = ((1 - tilts.0, 1 - tilts.1), 1 - lowCut, 1 - air)
        var (tilt, lowest, airStates, gain) = (tilt, lowest, airStates, gain)
        for index in block.indices {
            // Below the crossover both sides hear the same.
            var sound = trebles[index].lowHalf + basses[index].z
            tilt.0 = tilt.0 * keeps.0 + sound * tilts.0
            tilt.1 = tilt.1 * keeps.1 + tilt.0 * tilts.1
            sound = tilt.0 * 0.6 + tilt.1 * 0.4
            lowest = lowest * lowKeep + sound * lowCut
            airStates.0 = airStates.0 * airKeep + (sound - lowest) * air
            airStates.1 = airStates.1 * airKeep + airStates.0 * air
            block[index] += airStates.1 * gain
            gain += gainStep
        }
        (self.tilt, self.lowest, self.airStates, self.gain) = (tilt, lowest, airStates, gain)
    }
}
