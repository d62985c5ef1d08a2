import LofiPlugin
import LofiScore
import LofiSynthesis

/// Single notes as a SoundFont plays them through FluidSynth, the way a render does.
public struct NoteRecording: Sendable {
    /// Left and right in the middle.
    public let samples: [Float]
    public let key: Int
    public let velocity: Int

    public struct Strike: Sendable {
        public let key: Int
        public let velocity: Int

        public init(_ key: Int, _ velocity: Int = 100) {
            self.key = key
            self.velocity = velocity
        }
    }

    /// Each strike by itself: held, released, and after the given length the next.
    /// - Parameters:
    ///   - program: of bank 0, or of the drum kits.
    ///   - hold: seconds until the key is let go; the length where nil.
    ///   - seconds: of each recording.
    public static func record(
        _ strikes: [Strike], program: Int, drums: Bool = false, hold: Double? = nil, seconds: Double,
        soundFont: SoundFontSource = .builtIn
    ) throws -> [NoteRecording] {
        let rate = Int(Signals.rate)
        // 120 bpm: 960 ticks a second. What still rings when the recording ends has half a second to die.
        let ticksPerSecond = 960.0
        let gap = 0.5
        let notes = strikes.enumerated().map { place, strike in
            Note(
                startTick: Int(Double(place) * (seconds + gap) * ticksPerSecond),
                durationTicks: Int((hold ?? seconds) * ticksPerSecond), pitch: strike.key, velocity: strike.velocity)
        }
        let part = Part(
            name: "", role: drums ? .drums : .chords, program: program, channel: drums ? 9 : 0, notes: notes)
        let score = Score(tempoMap: TempoMap(ticksPerQuarter: 480), parts: [part])
        let synthesizer = try FluidSynth(
            settings: Settings(for: FluidSynth.parameters),
            context: SynthesisContext(
                parts: Performance(score, sampleRate: rate).parts, sampleRate: rate, soundFont: soundFont))
        let stride = Int((seconds + gap) * Double(rate))
        let block = StemBlock(stemCount: 1, capacityFrames: stride)
        return try strikes.map { strike in
            try synthesizer.render(into: block)
            let samples = (0..<Int(seconds * Double(rate))).map { 0.5 * (block.left(0)[$0] + block.right(0)[$0]) }
            return NoteRecording(samples: samples, key: strike.key, velocity: strike.velocity)
        }
    }

    /// A drum of a kit.
    public static func drum(_ kit: DrumKit, key: Int, velocity: Int = 110, seconds: Double = 2) throws -> NoteRecording
    {
        try record([Strike(key, velocity)], program: kit.program, drums: true, seconds: seconds)[0]
    }

    /// The frequency that the key ought to have, A4 = 440 Hz.
    public var nominalHz: Double { Self.hertz(key) }
}
