import LofiCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The rush and the drops of `Rain`.
struct RainSound {
    private struct Drop {
        var pointer = StereoFrame.zero
        var turn = StereoFrame.zero
        var gain = StereoFrame.zero
        var framesLeft = 0
    }

    private static let dropCount = 16

    private let sampleRate: Double
    private var random: RandomStream
    private var pink: PinkNoise
    private var white: WhiteNoise
    private var shared: Biquad
    private var window: Biquad
    private var lowCut: Biquad
    private var drops = [Drop](repeating: Drop(), count: dropCount)
    /// The first so many of `drops` sound.
    private var active = 0
    private var frame = 0
    private var nextStrike = 0
    private let dropsPerFrame: Double
    private var swell = 0.0
    private var swellTarget = 0.0
    private var gain: Float

    init(settings: Settings, context: AudioContext) {
        sampleRate = context.sampleRate
        var stream = context.random
        pink = PinkNoise(random: stream.fork("rush"))
        white = WhiteNoise(random: stream.fork("spray"))
        random = stream.fork("drops")
        let intensity = settings.number("intensity")
        dropsPerFrame = (25 + 60 * intensity) / sampleRate
        shared = Biquad(.lowPass(cutoffHz: 700, q: 0.5, sampleRate: sampleRate))
        window = Biquad(.lowPass(cutoffHz: settings.number("window"), q: 0.6, sampleRate: sampleRate))
        lowCut = Biquad(.highPass(cutoffHz: 90, sampleRate: sampleRate))
        // How much window and intensity leave is heard rather than worked out: two seconds on trial.
        gain = 1
        var trial = self
        gain =
            Decibels.amplitude(settings.number("level")) / max(1e-6, trial.rootMeanSquare(frames: Int(2 * sampleRate)))
    }

    private mutating func rootMeanSquare(frames: Int) -> Float {
        let block = AudioBlock.allocate(capacity: frames)
        defer { block.deallocate() }
        block.initialize(repeating: .zero)
        render(into: block)
        return (block.reduce(0) { $0 + ($1 * $1).sum() } / Float(2 * frames)).squareRoot()
    }

    mutating func render(into block: AudioBlock) {
        for index in block.indices {
            if frame % 512 == 0 { breathe() }
            if frame >= nextStrike { strike() }
            frame += 1
            let rush = pink.next() * 0.95
            // Low sounds reach both ears alike.
            let low = shared.next(rush)
            let mean = StereoFrame(repeating: (low.x + low.y) * 0.5)
            let bed = rush + (mean - low) * 0.75 + white.next() * 0.18
            var sum = bed * Float(1 + swell)
            if active > 0 { sum += fallingDrops() }
            block[index] = lowCut.next(window.next(sum)) * gain
        }
    }

    /// The rain's own slow swelling, about 1 dB.
    private mutating func breathe() {
        swellTarget += (random.normal() * 0.4 - swellTarget) * min(1, 512 / sampleRate * 2)
        swell += (swellTarget - swell) * min(1, 512 / sampleRate * 3)
    }

    private mutating func fallingDrops() -> StereoFrame {
        var sum = StereoFrame.zero
        var drop = 0
        while drop < active {
            let (p, t) = (drops[drop].pointer, drops[drop].turn)
            drops[drop].pointer = StereoFrame(p.x * t.x - p.y * t.y, p.x * t.y + p.y * t.x)
            sum += drops[drop].gain * drops[drop].pointer.y
            drops[drop].framesLeft -= 1
            if drops[drop].framesLeft == 0 {
                active -= 1
                drops[drop] = drops[active]
            } else {
                drop += 1
            }
        }
        return sum
    }

    private mutating func strike() {
        let hertz = 700 * exp2(random.uniform(0...3.2))
        let angle = 2 * Double.pi * min(hertz, 0.4 * sampleRate) / sampleRate
        // 10 dB in 4.5 ms.
        let fall = exp(-1 / (0.0039 * sampleRate))
        let height = Decibels.amplitude(6 + 4.5 * random.normal())
        let side = Float(random.uniform(-0.9...0.9))
        // In a downpour the oldest gives way.
        let place = active < Self.dropCount ? active : 0
        active = max(active, place + 1)
        drops[place] = Drop(
            pointer: StereoFrame(1, 0), turn: StereoFrame(Float(fall * cos(angle)), Float(fall * sin(angle))),
            gain: StereoFrame((1 - side).squareRoot(), (1 + side).squareRoot()) * height * 0.6,
            framesLeft: Int(0.04 * sampleRate))
        nextStrike = frame + 1 + Int(min(1e9, -log(1 - random.unit()) / dropsPerFrame))
    }
}
