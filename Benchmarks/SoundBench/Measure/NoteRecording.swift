import LofiPlugin
import LofiScore
import LofiSynthesis

/// A single note of a SoundFont, as it sounds in a render.
public struct NoteRecording: Sendable {
    /// Mono sum: half of left plus right.
    public let samples: [Float]
    /// Half of left minus right.
    public let side: [Float]
    /// MIDI key.
    public let key: Int
    /// MIDI velocity.
    public let velocity: Int

    /// Key and velocity of a note.
    public struct NoteOn: Sendable {
        /// MIDI key.
        public let key: Int
        /// MIDI velocity, 1…127.
        public let velocity: Int

        /// Creates a note.
        public init(_ key: Int, _ velocity: Int = 100) {
            self.key = key
            self.velocity = velocity
        }
    }

    /// Seconds between the end of a recording and the next note.
    static let gap = 0.5

    /// Records each note separately: held, released, then the next one.
    ///
    /// - Parameters:
    ///   - program: of bank 0, or of the drum kits.
    ///   - hold: seconds until note-off; nil for the whole length.
    ///   - seconds: length of each recording.
    package static func record(
        _ noteOns: [NoteOn], program: Int, drums: Bool = false, hold: Double? = nil, seconds: Double,
        soundFont: SoundFontSource = .builtIn, synthesizer type: any Synthesizer.Type = FluidSynth.self
    ) throws -> [NoteRecording] {
        let rate = Int(Signals.rate)
        // 120 bpm: 960 ticks per second. Notes that still ring at the end of a recording have half a second to die.
        let ticksPerSecond = 960.0
        let notes = noteOns.enumerated().map { index, noteOn in
            Note(
                startTick: Int(Double(index) * (seconds + gap) * ticksPerSecond),
                durationTicks: Int((hold ?? seconds) * ticksPerSecond), pitch: noteOn.key, velocity: noteOn.velocity)
        }
        let part = Part(
            name: "", role: drums ? .drums : .chords, program: program, channel: drums ? 9 : 0, notes: notes)
        let score = Score(tempoMap: TempoMap(ticksPerQuarter: 480), parts: [part])
        let synthesizer = try type.init(
            settings: Settings(for: type.parameters),
            context: SynthesisContext(
                parts: Performance(score, sampleRate: rate).parts, sampleRate: rate, soundFont: soundFont))
        let stride = Int((seconds + gap) * Double(rate))
        let block = StemBlock(stemCount: 1, capacityFrames: stride)
        return try noteOns.map { noteOn in
            try synthesizer.render(into: block)
            let frames = 0..<Int(seconds * Double(rate))
            let samples = frames.map { 0.5 * (block.left(0)[$0] + block.right(0)[$0]) }
            let side = frames.map { 0.5 * (block.left(0)[$0] - block.right(0)[$0]) }
            return NoteRecording(samples: samples, side: side, key: noteOn.key, velocity: noteOn.velocity)
        }
    }

    /// Records a drum of a kit.
    public static func drum(_ kit: DrumKit, key: Int, velocity: Int = 110, seconds: Double = 2) throws -> NoteRecording
    {
        try record([NoteOn(key, velocity)], program: kit.program, drums: true, seconds: seconds)[0]
    }

    /// Nominal frequency of the key, A4 = 440 Hz.
    public var nominalHz: Double { Self.hertz(key) }
}
