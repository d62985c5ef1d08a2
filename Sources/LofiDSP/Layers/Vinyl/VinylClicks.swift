import LofiPlatform
import LofiPlugin

/// Clicks and pops: some are in the groove and recur with each turn, others do not.
struct VinylClicks {
    /// Long-term mean square of one channel.
    let meanSquare: Double

    /// A noise planned in advance: the stylus landing, the end of the spiral.
    struct Strike {
        let frame: Int
        let shape: Int
        /// Level in dB above the surface.
        let height: Double
    }

    private struct Voice {
        var sample: UnsafePointer<Float>
        var framesLeft: Int
        let gain: StereoFrame
    }

    /// Specks drawn per click that is counted. The measured recordings have 2145 clicks per minute above 6 sigma and
    /// 1094 above 10, the level from which the setting counts them: about as many are too faint to tell from the
    /// surface. Calibrated, 2026-11-25, by counting over 10 minutes on four seeds.
    private static let specksPerClick = 1.79
    /// Level in dB above the surface of the softest specks; calibrated with the above.
    private static let minimumHeight = 16.1
    /// Mean distance within which specks merge into one click; dense dust has more of them. Calibrated likewise.
    private static let mergedSeconds = 0.0015
    private static let voiceCount = 48

    private let shapes: VinylClickShapes
    private let unit: Double
    private let turnFrames: Double
    private let lockFrame: Int
    private var map: GrooveMap
    private var crackle: StaticCrackle
    private var click: ClickChoice
    private var random: RandomStream
    private let popsPerSecond: Double
    private let sampleRate: Double
    private let planned: [Strike]

    private var frame = 0
    private var turn = 0
    private var nextSpeck = 0
    private var nextPop = Int.max
    private var nextPlanned = 0
    private var nextEvent = 0
    private var voices: [Voice] = []

    /// - Parameters:
    ///   - unit: amplitude of the surface in the mid signal, to which levels are relative.
    ///   - planned: in order of frame.
    ///   - lockFrame: from this frame on the stylus stays in one groove, whose dust no longer changes.
    init(
        settings: Settings, sampleRate: Double, era: VinylEra?, unit: Double, shapes: VinylClickShapes,
        planned: [Strike], lockFrame: Int, random: RandomStream
    ) {
        var random = random
        self.sampleRate = sampleRate
        self.unit = unit
        self.planned = planned
        self.lockFrame = lockFrame
        self.shapes = shapes
        let factor = era?.clickFactor ?? 1
        let clicks = settings.number("crackle") / 60 * factor
        let perSecond = clicks * (1 + clicks * Self.mergedSeconds) * Self.specksPerClick
        let share = settings.number("groove")
        let turnSeconds = RecordSpeed.turnSeconds(settings.text("rpm"))
        turnFrames = turnSeconds * sampleRate
        popsPerSecond = settings.number("pops") / 60 * factor
        let heights = Self.minimumHeight...settings.number("loudest")
        let choice = ClickChoice(mono: era?.mono ?? 0, random: random.fork("click"))
        click = choice
        // Less than one speck per turn falls at random.
        let inGroove = Int(perSecond * share * turnSeconds)
        let loosePerSecond = perSecond - Double(inGroove) / turnSeconds
        map = GrooveMap(
            count: inGroove, turnFrames: turnFrames, sampleRate: sampleRate,
            scatter: DustScatter(heights: heights, clicksPerMinute: 60 * clicks, random: random.fork("groove dust")),
            click: ClickChoice(mono: era?.mono ?? 0, random: random.fork("groove click")), random: random.fork("groove")
        )
        let loose = DustScatter(heights: heights, clicksPerMinute: 60 * clicks, random: random.fork("dust"))
        crackle = StaticCrackle(perSecond: loosePerSecond, sampleRate: sampleRate, scatter: loose)
        self.random = random.fork("pops")
        let energies = (0..<shapes.shapes.count).map { shapes.energy(of: $0, sampleRate: sampleRate) }
        let clickEnergy =
            energies.prefix(VinylClickShapes.clickCount).reduce(0, +) / Double(VinylClickShapes.clickCount)
        let popEnergy = energies.suffix(VinylClickShapes.popCount).reduce(0, +) / Double(VinylClickShapes.popCount)
        let clickPower = perSecond * loose.meanSquareHeight
        let popPower =
            popsPerSecond * pow(10, Self.popHeight / 10) * DustScatter.power(ofDeviation: Self.popSpread) * popEnergy
            * Double((Self.popLean * Self.popLean).sum()) / 2
        meanSquare = unit * unit * (clickPower * clickEnergy * choice.meanSquare + popPower)
        voices.reserveCapacity(Self.voiceCount)
        if popsPerSecond > 0 { nextPop = gapToPop() }
        schedule()
    }

    private static let popHeight = 27.0
    private static let popSpread = 4.0
    /// A dent moves the stylus more vertically than laterally.
    private static let popLean = StereoFrame(1, -0.8)

    mutating func add(to block: AudioBlock, gain: Float) {
        guard let base = block.baseAddress else { return }
        var index = 0
        while index < block.count {
            if frame >= nextEvent { startDue() }
            let run = min(block.count - index, nextEvent - frame)
            sound(into: base + index, count: run, gain: gain)
            index += run
            frame += run
        }
    }

    private mutating func sound(into frames: UnsafeMutablePointer<StereoFrame>, count: Int, gain: Float) {
        guard !voices.isEmpty else { return }
        for index in voices.indices {
            let voice = voices[index]
            let length = min(count, voice.framesLeft)
            let gains = voice.gain * gain
            for offset in 0..<length { frames[offset] += gains * voice.sample[offset] }
            voices[index].sample += length
            voices[index].framesLeft -= length
        }
        voices.removeAll { $0.framesLeft == 0 }
    }

    /// Starts everything that is due and schedules the next event.
    private mutating func startDue() {
        while nextSpeckFrame <= frame {
            let speck = map.specks[nextSpeck]
            start(speck.shape, height: speck.height + DustScatter.passVariation * random.normal(), lean: speck.lean)
            nextSpeck += 1
            if nextSpeck == map.specks.count {
                nextSpeck = 0
                turn += 1
                if frame < lockFrame { map.turnOver() }
            }
        }
        while crackle.nextFrame <= frame {
            let height = crackle.next()
            start(click.shape(height: height), height: height, lean: click.lean())
        }
        while nextPop <= frame {
            let pop = VinylClickShapes.clickCount + Int(random.unit() * Double(VinylClickShapes.popCount))
            start(pop, height: Self.popHeight + Self.popSpread * random.normal(), lean: Self.popLean)
            let height = Self.popHeight - 4
            start(click.shape(height: height), height: height, lean: click.lean())
            nextPop = frame + gapToPop()
        }
        while nextPlanned < planned.count, planned[nextPlanned].frame <= frame {
            let strike = planned[nextPlanned]
            start(strike.shape, height: strike.height, lean: StereoFrame(repeating: 1))
            nextPlanned += 1
        }
        schedule()
    }

    private var nextSpeckFrame: Int {
        map.specks.isEmpty
            ? .max : Int((Double(turn) * turnFrames).rounded()) + map.specks[nextSpeck].position
    }

    private mutating func schedule() {
        let plannedFrame = nextPlanned < planned.count ? planned[nextPlanned].frame : .max
        nextEvent = max(frame + 1, min(min(nextSpeckFrame, crackle.nextFrame), min(nextPop, plannedFrame)))
    }

    private mutating func gapToPop() -> Int { 1 + Int(min(-log(1 - random.unit()) / popsPerSecond * sampleRate, 1e12)) }

    private mutating func start(_ shape: Int, height: Double, lean: StereoFrame) {
        // In a dense scratch the oldest voice is replaced.
        if voices.count == Self.voiceCount { voices.removeFirst() }
        let sound = shapes.shapes[shape]
        voices.append(
            Voice(
                sample: sound.start, framesLeft: sound.count,
                gain: lean * (Decibels.amplitude(height) * Float(unit))))
    }
}
