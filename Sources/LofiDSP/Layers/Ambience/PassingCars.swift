import LofiPlatform
import LofiPlugin

/// Cars, vans and buses that drive past.
///
/// A vehicle moves on a straight line past the listener: its level, brightness, side and Doppler shift follow from the
/// distance. Tyres: noise around 1 kHz (U. Sandberg and J. A. Ejsmont, "Tyre/road noise reference book", 2002). Engine:
/// a wave of twelve harmonics of the crankshaft's rotation, below 300 Hz for the most part. Measured on 7 recordings
/// of streets: pass-bys stand out for 2 to 6 s, with a hump at 0.7 to 1.5 kHz and lines at 70 to 200 Hz.
struct PassingCars: SteppedSource {
    private struct Car {
        var isActive = false
        /// Seconds since it started, and until it is gone.
        var age = 0.0
        var end = 0.0
        /// Metres per second.
        var speed = 10.0
        /// Metres from the listener at the nearest.
        var offset = 5.0
        /// 1 to the right, -1 to the left.
        var direction = 1.0
        var loudness = 0.0
        var engine: Float = 1
        var crankHz = 40.0
        /// Change of its pitch while it passes.
        var pull = 0.0
        /// Unevenness of the engine's level and pitch.
        var unrest = SIMD2<Double>(0, 0)
        var engineGain = StereoFrame.zero
        var engineStep = StereoFrame.zero
    }

    private static let carCount = 6
    private static let harmonics = 12
    /// Frames processed together: a kilobyte, the most that a temporary allocation takes from the stack.
    static let chunk = 16

    private var cars: [Car]
    /// One turn of each car's crankshaft.
    private var waves: [WaveTable]
    private var noises: (WideNoise, WideNoise)
    private var left = TyreNoise()
    private var right = TyreNoise()
    private var clock: EventClock
    private var random: RandomStream
    private var speeds: EvenShares
    private var offsets: EvenShares
    private let sampleRate: Double
    private let amplitude: Double
    let gridFrames: Int
    private var frame = 0
    var framesLeft = 0
    private let filter: TyreNoise.Filter

    /// - Parameters:
    ///   - perSecond: mean rate of pass-bys.
    ///   - amplitude: RMS of the tyres of a car that passes at five metres.
    init(perSecond: Double, amplitude: Double, sampleRate: Double, random: RandomStream) {
        var random = random
        self.sampleRate = sampleRate
        self.amplitude = amplitude
        gridFrames = ControlGrid.frames(sampleRate)
        clock = EventClock(perSecond: perSecond, shape: 3, sampleRate: sampleRate, random: random.fork("clock"))
        cars = [Car](repeating: Car(), count: Self.carCount)
        noises = (WideNoise(random: random.fork("tyres")), WideNoise(random: random.fork("tyres")))
        // One by one: copies of a single table would share its storage until the first car, and allocate then.
        waves = (0..<Self.carCount).map { _ in WaveTable() }
        speeds = EvenShares(8, random: random.fork("speeds"))
        offsets = EvenShares(8, random: random.fork("offsets"))
        self.random = random
        filter = TyreNoise.Filter(sampleRate: sampleRate)
    }

    mutating func sound(_ block: AudioBlock) {
        roll(block)
        for car in cars.indices where cars[car].isActive {
            waves[car].add(to: block, gain: &cars[car].engineGain, step: cars[car].engineStep)
        }
        frame += block.count
    }

    mutating func pass(_ frames: Int) {
        left.skip(frames)
        right.skip(frames)
        for car in cars.indices where cars[car].isActive {
            cars[car].engineGain += cars[car].engineStep * Float(frames)
        }
        frame += frames
    }

    mutating func step() {
        while clock.nextFrame <= frame {
            start()
            clock.advance()
        }
        for index in cars.indices where cars[index].isActive { drive(index) }
    }

    private mutating func start() {
        guard let index = cars.indices.first(where: { !cars[$0].isActive }) else { return }
        // One in seven is a bus or a lorry: slower, with a lower and louder engine.
        let isHeavy = random.chance(0.14)
        var car = Car()
        car.isActive = true
        car.speed = speeds.uniform(isHeavy ? 6...9 : 8...15)
        car.offset = offsets.uniform(4...9)
        car.direction = random.chance(0.5) ? 1 : -1
        // From 30 times the offset, where it is 35 dB down, or 12 s away.
        car.end = min(24, 60 * car.offset / car.speed)
        car.loudness = amplitude * pow(5 / car.offset, 0.7)
        car.engine = isHeavy ? 1.6 : 0.9
        car.crankHz = isHeavy ? random.uniform(22...32) : random.uniform(30...55)
        car.pull = random.uniform(-0.1...0.2)
        cars[index] = car
        makeWave(index)
    }

    private mutating func makeWave(_ index: Int) {
        waves[index].clear()
        var power = 0.0
        for harmonic in 1...Self.harmonics {
            let hertz = Double(harmonic) * cars[index].crankHz
            let amplitude = Double(Decibels.amplitude(4 * random.normal())) / (1 + pow(hertz / 300, 2))
            power += amplitude * amplitude / 2
            waves[index].add(harmonic: harmonic, amplitude: amplitude, phase: random.unit())
        }
        cars[index].engine /= Float(power.squareRoot())
    }

    private mutating func drive(_ index: Int) {
        var car = cars[index]
        car.age += 1 / ControlGrid.hertz
        guard car.age < car.end else {
            cars[index].isActive = false
            left.aim(index, gain: 0, brightness: 0, frames: gridFrames)
            right.aim(index, gain: 0, brightness: 0, frames: gridFrames)
            return
        }
        let x = car.speed * (car.age - car.end / 2)
        let distance = (x * x + car.offset * car.offset).squareRoot()
        let edge = min(1, min(car.age, car.end - car.age) / 2)
        let level = car.loudness * pow(car.offset / distance, 1.2) * edge
        let side = car.direction * x / distance * 0.85
        let gain = StereoFrame(Float((1 - side).squareRoot()), Float((1 + side).squareRoot())) * Float(level)
        let brightness = Float(pow(car.offset / distance, 1.2))
        left.aim(index, gain: gain.x, brightness: brightness, frames: gridFrames)
        right.aim(index, gain: gain.y, brightness: brightness, frames: gridFrames)
        car.unrest = car.unrest * SIMD2(0.8, 0.97) + SIMD2(random.normal(), random.normal()) * SIMD2(0.15, 0.001)
        let engine = gain * (car.engine * Float(max(0.3, 1 + car.unrest.x)))
        car.engineStep = (engine - car.engineGain) / Float(gridFrames)
        let doppler = 1 / (1 + car.speed * x / distance / 343)
        let hertz = car.crankHz * (1 + car.unrest.y + car.pull * car.age / car.end) * doppler
        waves[index].tune(hertz, sampleRate: sampleRate)
        cars[index] = car
    }

    /// Adds the tyres of all cars.
    private mutating func roll(_ block: AudioBlock) {
        guard cars.contains(where: \.isActive) else { return }
        withUnsafeTemporaryAllocation(of: SIMD8<Float>.self, capacity: 2 * Self.chunk) { stack in
            let near = UnsafeMutableBufferPointer(rebasing: stack[..<block.count])
            let far = UnsafeMutableBufferPointer(rebasing: stack[Self.chunk..<(Self.chunk + block.count)])
            for index in block.indices {
                near[index] = noises.0.next()
                // Both sides hear the tyres, with a correlation of 0.6.
                far[index] = near[index] * 0.6 + noises.1.next() * 0.8
            }
            left.process(near, filter)
            right.process(far, filter)
            for index in block.indices {
                let four = SIMD8(
                    lowHalf: near[index].lowHalf + near[index].highHalf,
                    highHalf: far[index].lowHalf + far[index].highHalf)
                let two = four.evenHalf + four.oddHalf
                block[index] += two.evenHalf + two.oddHalf
            }
        }
    }
}
