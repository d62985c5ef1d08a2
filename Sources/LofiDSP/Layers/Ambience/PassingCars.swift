import LofiPlatform
import LofiPlugin

/// Cars, vans and buses that drive past.
///
/// A vehicle moves on a straight line past the listener: its level, brightness, side and Doppler shift follow from the
/// distance. Tyres: noise around 1 kHz (U. Sandberg and J. A. Ejsmont, "Tyre/road noise reference book", 2002). Engine:
/// a wave of twelve harmonics of the crankshaft's rotation, below 300 Hz for the most part. Measured on 7 recordings
/// of streets: pass-bys stand out for 2 to 6 s, with a hump at 0.7 to 1.5 kHz and lines at 70 to 200 Hz.
struct PassingCars: AmbientSource {
    private struct Car {
        var noise: WhiteNoise
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
        var gain = StereoFrame.zero
        var gainStep = StereoFrame.zero
        /// 0 = dull, far away; 1 = near.
        var brightness: Float = 0
        var engineGain: Float = 0
        var engineStep: Float = 0
        /// Position in its wave.
        var phase: Float = 0
        var turn: Float = 0
        var low = StereoFrame.zero
        var tread = StereoFrame.zero
        var soft = StereoFrame.zero
        var dull = (StereoFrame.zero, StereoFrame.zero)
    }

    private static let carCount = 6
    private static let waveFrames = 256
    private static let harmonics = 12

    private var cars: [Car]
    /// One turn of each car's crankshaft; the first frame is repeated at the end.
    private var waves: [Float]
    private var clock: EventClock
    private var random: RandomStream
    private var speeds: EvenShares
    private var offsets: EvenShares
    private let sampleRate: Double
    private let amplitude: Double
    private let gridFrames: Int
    private var frame = 0
    private var framesLeft = 0
    private let lowShare: Float
    private let treadShare: Float
    private let softShare: Float
    private let dullShare: Float
    private let treadGain: Float

    /// - Parameters:
    ///   - perSecond: mean rate of pass-bys.
    ///   - amplitude: RMS of the tyres of a car that passes at five metres.
    init(perSecond: Double, amplitude: Double, sampleRate: Double, random: RandomStream) {
        var random = random
        self.sampleRate = sampleRate
        self.amplitude = amplitude
        gridFrames = ControlGrid.frames(sampleRate)
        clock = EventClock(perSecond: perSecond, shape: 3, sampleRate: sampleRate, random: random.fork("clock"))
        cars = (0..<Self.carCount).map { _ in Car(noise: WhiteNoise(random: random.fork("tyres"))) }
        waves = [Float](repeating: 0, count: Self.carCount * (Self.waveFrames + 1))
        speeds = EvenShares(8, random: random.fork("speeds"))
        offsets = EvenShares(8, random: random.fork("offsets"))
        self.random = random
        func share(_ hertz: Double) -> Float {
            Float(1 - exp(-2 * Double.pi * min(hertz, 0.45 * sampleRate) / sampleRate))
        }
        (lowShare, treadShare, softShare, dullShare) = (share(500), share(1500), share(2600), share(1300))
        // The power of filtered noise is the energy of the impulse response.
        var (low, tread, soft, energy): (Float, Float, Float, Float) = (0, 0, 0, 0)
        for index in 0..<Int(0.02 * sampleRate) {
            let input: Float = index == 0 ? 1 : 0
            low += (input - low) * lowShare
            tread += (input - low - tread) * treadShare
            soft += (tread - soft) * softShare
            energy += soft * soft
        }
        treadGain = 1 / energy.squareRoot()
    }

    mutating func add(to block: AudioBlock) {
        var index = 0
        while index < block.count {
            if framesLeft == 0 { step() }
            let count = min(framesLeft, block.count - index)
            let part = AudioBlock(rebasing: block[index..<(index + count)])
            for car in cars.indices where cars[car].isActive { sound(car, part) }
            framesLeft -= count
            frame += count
            index += count
        }
    }

    private mutating func step() {
        framesLeft = gridFrames
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
        var car = Car(noise: cars[index].noise)
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
        let start = index * (Self.waveFrames + 1)
        for offset in 0...Self.waveFrames { waves[start + offset] = 0 }
        var power = 0.0
        for harmonic in 1...Self.harmonics {
            let hertz = Double(harmonic) * cars[index].crankHz
            let amplitude = Double(Decibels.amplitude(4 * random.normal())) / (1 + pow(hertz / 300, 2))
            let phase = 2 * Double.pi * random.unit()
            power += amplitude * amplitude / 2
            for offset in 0...Self.waveFrames {
                let angle = 2 * Double.pi * Double(harmonic * offset % Self.waveFrames) / Double(Self.waveFrames)
                waves[start + offset] += Float(amplitude * sin(angle + phase))
            }
        }
        cars[index].engine /= Float(power.squareRoot())
    }

    private mutating func drive(_ index: Int) {
        var car = cars[index]
        car.age += 1 / ControlGrid.hertz
        guard car.age < car.end else {
            cars[index].isActive = false
            return
        }
        let x = car.speed * (car.age - car.end / 2)
        let distance = (x * x + car.offset * car.offset).squareRoot()
        let edge = min(1, min(car.age, car.end - car.age) / 2)
        let level = car.loudness * pow(car.offset / distance, 1.2) * edge
        let side = car.direction * x / distance * 0.85
        let gain = StereoFrame(Float((1 - side).squareRoot()), Float((1 + side).squareRoot())) * Float(level)
        car.gainStep = (gain - car.gain) / Float(gridFrames)
        car.brightness = Float(pow(car.offset / distance, 1.2))
        car.unrest = car.unrest * SIMD2(0.8, 0.97) + SIMD2(random.normal(), random.normal()) * SIMD2(0.15, 0.001)
        let engine = car.engine * Float(max(0.3, 1 + car.unrest.x))
        car.engineStep = (engine - car.engineGain) / Float(gridFrames)
        let doppler = 1 / (1 + car.speed * x / distance / 343)
        let hertz = car.crankHz * (1 + car.unrest.y + car.pull * car.age / car.end) * doppler
        car.turn = Float(hertz / sampleRate * Double(Self.waveFrames))
        cars[index] = car
    }

    private mutating func sound(_ index: Int, _ block: AudioBlock) {
        var car = cars[index]
        let (lowShare, treadShare, softShare) = (lowShare, treadShare, softShare)
        let (dullShare, treadGain) = (dullShare, treadGain)
        let start = index * (Self.waveFrames + 1)
        let period = Float(Self.waveFrames)
        waves.withUnsafeBufferPointer { waves in
            for index in block.indices {
                let noise = car.noise.next()
                // Both sides hear the tyres, with a correlation of 0.6.
                let white = StereoFrame(noise.x, 0.6 * noise.x + 0.8 * noise.y)
                car.low += (white - car.low) * lowShare
                car.tread += (white - car.low - car.tread) * treadShare
                car.soft += (car.tread - car.soft) * softShare
                car.dull.0 += (car.soft - car.dull.0) * dullShare
                car.dull.1 += (car.dull.0 - car.dull.1) * dullShare
                let tyres = (car.dull.1 + (car.soft - car.dull.1) * car.brightness) * treadGain
                car.phase += car.turn
                if car.phase >= period { car.phase -= period }
                let whole = Int(car.phase)
                let (here, next) = (waves[start + whole], waves[start + whole + 1])
                let engine = here + (next - here) * (car.phase - Float(whole))
                block[index] += car.gain * (tyres + StereoFrame(repeating: engine * car.engineGain))
                car.gain += car.gainStep
                car.engineGain += car.engineStep
            }
        }
        cars[index] = car
    }
}
