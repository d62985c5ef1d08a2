import LofiCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Clicks and pops: some lie in the groove and come round with each turn, others come once.
struct VinylClicks {
    /// Of one channel over a long time, the bed's hiss being 1.
    let meanSquare: Double

    /// A speck in the groove: where in the turn, how high, how long it will last.
    private struct Speck {
        var place: Int
        var height: Double
        let shape: Shape
        var turnsLeft: Int
    }

    private struct Shape {
        let hertz: Double
        let decay: Double
        let left: Float
        let right: Float
    }

    private struct Voice {
        var pointer = StereoFrame.zero
        var turn = StereoFrame.zero
        var gain = StereoFrame.zero
        var framesLeft = 0
    }

    private static let voiceCount = 12
    /// A speck stays for a dozen turns, as a scratch across as many grooves does.
    private static let meanTurns = 14.0

    private var random: RandomStream
    private let sampleRate: Double
    private let turnFrames: Double
    private var specks: [Speck] = []
    private var nextSpeck = 0
    private var turnStart = 0.0
    private var turn = 0
    private var frame = 0
    private var nextEvent = 0
    private var nextRandom: Int
    private var nextPop: Int
    private let randomPerFrame: Double
    private let popsPerFrame: Double
    private var voices = [Voice](repeating: Voice(), count: voiceCount)
    /// The first so many of `voices` sound.
    private var active = 0

    init(settings: Settings, sampleRate: Double, random: RandomStream) {
        self.random = random
        self.sampleRate = sampleRate
        let seconds = ["33": 1.8, "45": 60.0 / 45, "78": 60.0 / 78][settings.text("rpm")] ?? 1.8
        turnFrames = seconds * sampleRate
        let perSecond = settings.number("crackle") / 60
        let inGroove = perSecond * settings.number("groove")
        randomPerFrame = (perSecond - inGroove) / sampleRate
        popsPerFrame = settings.number("pops") / 60 / sampleRate
        nextRandom = 0
        nextPop = 0
        // E[10^(h/10)] of the heights below, times the energy of a decaying tone (decay/4), per second of clicks.
        let heightPower = pow(10, 2.1) * exp(0.5 * pow(7.0 * log(10) / 10, 2))
        let popPower = pow(10, 2.6) * exp(0.5 * pow(4.0 * log(10) / 10, 2))
        meanSquare = perSecond * heightPower * 0.00022 / 4 + settings.number("pops") / 60 * popPower * 0.006 / 4
        let count = Int((inGroove * seconds).rounded())
        specks = (0..<count).map { _ in makeSpeck(fresh: false) }
        specks.sort { $0.place < $1.place }
        nextRandom = gap(randomPerFrame)
        nextPop = gap(popsPerFrame)
        schedule()
    }

    mutating func add(to block: AudioBlock, gain: Float) {
        var index = 0
        while index < block.count {
            if frame >= nextEvent { strike() }
            // Between clicks, most of the time, there is nothing to do.
            let quiet = active == 0 ? min(block.count - index, nextEvent - frame) : 0
            if quiet > 0 {
                index += quiet
                frame += quiet
                continue
            }
            block[index] += sound() * gain
            index += 1
            frame += 1
        }
    }

    private mutating func sound() -> StereoFrame {
        var sum = StereoFrame.zero
        var index = 0
        while index < active {
            let (p, t) = (voices[index].pointer, voices[index].turn)
            voices[index].pointer = StereoFrame(p.x * t.x - p.y * t.y, p.x * t.y + p.y * t.x)
            sum += voices[index].gain * voices[index].pointer.y
            voices[index].framesLeft -= 1
            if voices[index].framesLeft == 0 {
                active -= 1
                voices[index] = voices[active]
            } else {
                index += 1
            }
        }
        return sum
    }

    /// Starts all that is due, and finds when the next is.
    private mutating func strike() {
        while !specks.isEmpty {
            if nextSpeck == specks.count {
                turn += 1
                turnStart = Double(turn) * turnFrames
                turnOver()
                nextSpeck = 0
            }
            let due = Int(turnStart.rounded()) + specks[nextSpeck].place
            guard due <= frame else { break }
            start(specks[nextSpeck].shape, decibels: specks[nextSpeck].height)
            nextSpeck += 1
        }
        while nextRandom <= frame {
            start(clickShape(), decibels: clickHeight())
            // Clicks come in bunches: one in eight is followed within 10 ms.
            nextRandom =
                random.chance(0.12)
                ? frame + 1 + Int(random.uniform(0.001...0.01) * sampleRate) : gap(randomPerFrame * 0.88)
        }
        while nextPop <= frame {
            let side = Float(random.uniform(-0.3...0.3))
            start(
                Shape(hertz: random.uniform(60...180), decay: 0.006, left: 1 - side, right: 1 + side),
                decibels: 26 + 4 * random.normal())
            start(clickShape(), decibels: 22)
            nextPop = gap(popsPerFrame)
        }
        schedule()
    }

    private mutating func schedule() {
        var soonest = min(nextRandom, nextPop)
        if !specks.isEmpty {
            let due =
                nextSpeck < specks.count
                ? Int(turnStart.rounded()) + specks[nextSpeck].place : Int((turnStart + turnFrames).rounded())
            soonest = min(soonest, due)
        }
        nextEvent = max(frame + 1, soonest)
    }

    /// From one turn to the next heights wander a little, specks are swept away and others settle.
    private mutating func turnOver() {
        for index in specks.indices {
            specks[index].turnsLeft -= 1
            if specks[index].turnsLeft <= 0 {
                specks[index] = makeSpeck(fresh: true)
            } else {
                specks[index].height += 0.8 * random.normal()
            }
        }
        specks.sort { $0.place < $1.place }
    }

    private mutating func makeSpeck(fresh: Bool) -> Speck {
        Speck(
            place: Int(random.unit() * (turnFrames - 1)), height: clickHeight(), shape: clickShape(),
            turnsLeft: 1 + Int(random.uniform(fresh ? 1...(2 * Self.meanTurns) : 0...(2 * Self.meanTurns))))
    }

    /// dB over the bed.
    private mutating func clickHeight() -> Double { 21 + 7 * max(-2.5, min(2.2, random.normal())) }

    private mutating func clickShape() -> Shape {
        // A scratch moves the stylus up and down as well as sideways: the channels differ in size and sign.
        let vertical = random.chance(0.55)
        let lean = Float(random.uniform(0.3...1))
        return Shape(
            hertz: 2900 * pow(2, 0.8 * random.normal()).clamped(0.25, 2.6), decay: 0.00022, left: vertical ? 1 : lean,
            right: vertical ? -lean : 1)
    }

    private mutating func start(_ shape: Shape, decibels: Double) {
        let angle = 2 * Double.pi * min(shape.hertz, 0.4 * sampleRate) / sampleRate
        let fall = exp(-1 / (shape.decay * sampleRate))
        let height = Decibels.amplitude(decibels)
        // In a dense scratch the oldest gives way.
        let place = active < Self.voiceCount ? active : 0
        active = max(active, place + 1)
        voices[place] = Voice(
            pointer: StereoFrame(1, 0), turn: StereoFrame(Float(fall * cos(angle)), Float(fall * sin(angle))),
            gain: StereoFrame(shape.left, shape.right) * height,
            // Until it has fallen by 120 dB.
            framesLeft: Int(14 * shape.decay * sampleRate) + 1)
    }

    private mutating func gap(_ perFrame: Double) -> Int {
        guard perFrame > 0 else { return .max }
        let frames = -log(1 - random.unit()) / perFrame
        return frame + 1 + Int(min(frames, 1e9))
    }
}

extension Double {
    fileprivate func clamped(_ low: Double, _ high: Double) -> Double { Swift.max(low, Swift.min(high, self)) }
}
