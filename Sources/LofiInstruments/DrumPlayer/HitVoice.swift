import LofiDSP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One voice of a drum on its way from the stroke to silence: sample, curve through four frames, low-pass, envelope, pan.
///
/// Starts at any frame. What changes slowly (envelope, cut-off) is worked out every 64 frames of the voice's own time, and goes
/// in a line between, so nothing depends on how the sound is cut into blocks.
struct HitVoice {
    static let stepFrames = 64
    /// FluidSynth's gain as we set it, and the 1.5 dB by which its filter is louder than flat: both play a font equally loud.
    private static let gain = 0.5 * pow(10, 3.01 / 40)

    let key: Int
    let exclusiveClass: Int
    private let zone: SampleZone
    private let recording: SampledKit.Recording
    private var situation: ZoneModulator.Situation
    private let rate: Double
    private let pitchCents: Double
    private let loop: Range<Int>?
    private let loopsAfterRelease: Bool
    private let end: Int

    /// Place in the sample, 32 bits of it behind the point.
    private var place: UInt64
    private var advance: UInt64 = 0
    private var bendCents: Double
    private var playedCents = Double.nan
    private var volume: HitEnvelope
    private var modulation: HitEnvelope
    private var age = 0
    private(set) var isReleased = false
    /// The key is up, but a pedal holds.
    var isHeld = false
    private(set) var isOver = false

    private var loudness = 0.0
    private var left: Float = 0
    private var right: Float = 0
    private var amplitude: Float = 0
    private var slope: Float = 0
    private var filter: LowPassState?
    private let movesFilter: Bool
    private let movesPitch: Bool

    init(_ voice: SampledKit.Voice, situation: ZoneModulator.Situation, bendCents: Double, rate: Double) {
        let (zone, recording) = (voice.zone, voice.recording)
        (self.zone, self.recording) = (zone, recording)
        var situation = situation
        if zone[.velocity] >= 1 { situation.velocity = min(127, Int(zone[.velocity])) }
        key = situation.key
        self.situation = situation
        self.rate = rate
        self.bendCents = bendCents
        exclusiveClass = Int(zone[.exclusiveClass])

        let first = zone.sample.frames.lowerBound
        let start = Int(zone[.startOffset]) + 32768 * Int(zone[.startCoarseOffset])
        let end = max(
            0, min(recording.count, recording.count + Int(zone[.endOffset]) + 32768 * Int(zone[.endCoarseOffset])))
        self.end = end
        place = UInt64(max(0, min(end, start))) << 32
        let loopStart =
            zone.sample.loop.lowerBound - first + Int(zone[.loopStartOffset]) + 32768
            * Int(zone[.loopStartCoarseOffset])
        let loopEnd =
            zone.sample.loop.upperBound - first + Int(zone[.loopEndOffset]) + 32768 * Int(zone[.loopEndCoarseOffset])
        let mode = Int(zone[.sampleModes]) & 3
        loop =
            mode & 1 == 1 && loopStart >= 0 && loopEnd <= recording.count && loopEnd - loopStart > 1
            ? loopStart..<loopEnd : nil
        loopsAfterRelease = mode == 1

        // Section 8.1.2, scaleTuning and overridingRootKey.
        let struckKey = zone[.key] >= 0 ? zone[.key] : Double(key)
        let root =
            (zone[.rootKey] >= 0 ? zone[.rootKey] : Double(zone.sample.key)) - Double(zone.sample.correctionCents) / 100
        let tuning = Self.value(.fineTune, zone, situation) + 100 * Self.value(.coarseTune, zone, situation)
        pitchCents = Self.value(.scaleTuning, zone, situation) * (struckKey - root) + tuning

        func value(_ generator: SampleZone.Generator) -> Double { Self.value(generator, zone, situation) }
        // Higher keys are shorter: so many timecents a key, from the 60th.
        let fromMiddle = 60 - struckKey
        volume = HitEnvelope(
            times: (
                value(.delay), value(.attack), value(.hold) + zone[.keyToHold] * fromMiddle,
                value(.decay) + zone[.keyToDecay] * fromMiddle, value(.release)
            ), sustain: value(.sustain) / 960, rate: rate, isAmplitude: true)
        modulation = HitEnvelope(
            times: (
                value(.modEnvDelay), value(.modEnvAttack), value(.modEnvHold) + zone[.keyToModEnvHold] * fromMiddle,
                value(.modEnvDecay) + zone[.keyToModEnvDecay] * fromMiddle, value(.modEnvRelease)
            ), sustain: value(.modEnvSustain) / 1000, rate: rate, isAmplitude: false)
        movesFilter = value(.modEnvToFilter) != 0
        movesPitch = value(.modEnvToPitch) != 0
        // 13,500 cents are 20 kHz: open.
        if value(.filterCutoff) < 13500 || value(.filterQ) > 0 || movesFilter { filter = LowPassState() }
        listen(to: situation.controllers)
    }

    private static func value(
        _ generator: SampleZone.Generator, _ zone: SampleZone, _ situation: ZoneModulator.Situation
    ) -> Double {
        zone.modulators.reduce(zone[generator]) { sum, modulator in
            modulator.destination == generator.rawValue ? sum + modulator.value(situation) : sum
        }
    }

    /// Follows the channel's controllers: loudness and place.
    mutating func listen(to controllers: [UInt8]) {
        situation.controllers = controllers
        let attenuation = max(0, min(1440, Self.value(.attenuation, zone, situation)))
        loudness = Self.gain * pow(10, -attenuation / 200)
        // 0.1 % to either side; a quarter turn of sine and cosine.
        let pan = max(-500, min(500, Self.value(.pan, zone, situation)))
        left = Float(sin((500 - pan) / 1000 * Double.pi / 2))
        right = Float(sin((500 + pan) / 1000 * Double.pi / 2))
    }

    mutating func bend(_ cents: Double) { bendCents = cents }

    mutating func letGo() {
        guard !isReleased else { return }
        isReleased = true
        volume.letGo(age)
        modulation.letGo(age)
    }

    /// Another of its class was struck: an open hat that is closed. FluidSynth's release of -200 timecents, found by listening.
    mutating func choke() {
        isReleased = true
        volume.letGo(age, release: exp2(-200 / 1200) * rate)
    }

    /// Adds its next frames to left and right.
    /// - Parameter scratch: `stepFrames` floats.
    mutating func render(
        left target: UnsafeMutablePointer<Float>, right other: UnsafeMutablePointer<Float>, frames: Int,
        scratch: UnsafeMutablePointer<Float>
    ) {
        var done = 0
        while done < frames && !isOver {
            let offset = age % Self.stepFrames
            if offset == 0 { step() }
            let wanted = min(Self.stepFrames - offset, frames - done)
            let count = read(into: scratch, count: wanted)
            if filter != nil { filter?.process(scratch, count: count) }
            for index in 0..<count {
                let sample = scratch[index] * (amplitude + slope * Float(offset + index))
                target[done + index] += sample * left
                other[done + index] += sample * right
            }
            age += count
            done += count
            if count < wanted { isOver = true }
        }
    }

    /// What holds for the next 64 frames.
    private mutating func step() {
        let end = age + Self.stepFrames
        amplitude = Float(loudness * volume.amplitude(age))
        slope = (Float(loudness * volume.amplitude(end)) - amplitude) / Float(Self.stepFrames)
        if volume.isOver(age) { isOver = true }
        let cents =
            pitchCents + bendCents
            + (movesPitch ? Self.value(.modEnvToPitch, zone, situation) * modulation.level(age) : 0)
        if cents != playedCents {
            playedCents = cents
            let ratio = exp2(cents / 1200) * Double(zone.sample.rate) / rate
            advance = UInt64(max(0, min(ratio, 1024)) * 4_294_967_296)
        }
        if filter != nil {
            let cents =
                Self.value(.filterCutoff, zone, situation)
                + (movesFilter ? Self.value(.modEnvToFilter, zone, situation) * modulation.level(age) : 0)
            filter?.set(cents: cents, centibels: Self.value(.filterQ, zone, situation), rate: rate)
        }
    }

    /// - Returns: how many frames the sample had left.
    private mutating func read(into scratch: UnsafeMutablePointer<Float>, count: Int) -> Int {
        if let loop, loopsAfterRelease || !isReleased { return readLoop(loop, into: scratch, count: count) }
        let frames = recording.frames
        let end = UInt64(end) << 32
        guard place < end else { return 0 }
        let left = advance == 0 ? count : Int(min(UInt64(count), (end - place + advance - 1) / advance))
        if advance == 1 << 32 && place & 0xFFFF_FFFF == 0 {
            scratch.update(from: frames + Int(place >> 32), count: left)
        } else {
            for index in 0..<left { scratch[index] = Self.curve(frames, place &+ UInt64(index) &* advance) }
        }
        place &+= UInt64(left) &* advance
        return left
    }

    private mutating func readLoop(_ loop: Range<Int>, into scratch: UnsafeMutablePointer<Float>, count: Int) -> Int {
        let frames = recording.frames
        let length = UInt64(loop.count) << 32
        let end = UInt64(loop.upperBound) << 32
        for index in 0..<count {
            while place >= end { place -= length }
            let whole = Int(place >> 32)
            if whole + 2 < loop.upperBound && whole > loop.lowerBound || whole + 2 < loop.lowerBound {
                scratch[index] = Self.curve(frames, place)
            } else {
                // Across the seam: what comes behind the loop's end is its beginning.
                func frame(_ place: Int) -> Float {
                    if place >= loop.upperBound { return frames[place - loop.count] }
                    return frames[place]
                }
                scratch[index] = Self.curve(
                    SIMD4(frame(whole - 1), frame(whole), frame(whole + 1), frame(whole + 2)), place)
            }
            place &+= advance
        }
        return count
    }

    /// Cubic Hermite (Catmull-Rom) through four frames.
    @inline(__always)
    private static func curve(_ frames: UnsafePointer<Float>, _ place: UInt64) -> Float {
        let start = UnsafeRawPointer(frames + (Int(place >> 32) &- 1))
        return curve(start.loadUnaligned(as: SIMD4<Float>.self), place)
    }

    @inline(__always)
    private static func curve(_ four: SIMD4<Float>, _ place: UInt64) -> Float {
        let t = Float(UInt32(truncatingIfNeeded: place)) * 0x1p-32
        let cubic = SIMD4<Float>(-0.5, 1.5, -1.5, 0.5)
        let square = SIMD4<Float>(1, -2.5, 2, -0.5)
        let linear = SIMD4<Float>(-0.5, 0, 0.5, 0)
        let weights = ((cubic * t + square) * t + linear) * t + SIMD4<Float>(0, 1, 0, 0)
        return (four * weights).sum()
    }
}
