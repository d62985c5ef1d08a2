import CSndfile

/// What samplers and sequencers must know of a recording that is a loop from its first frame to its last.
///
/// | format | loop points | tempo, beats, root |
/// |---|---|---|
/// | WAV | `smpl` (Multimedia Data Standards Update, IBM and Microsoft, 1994) | `acid` (Sonic Foundry; undocumented, as libsndfile reads it) |
/// | AIFF | `INST` and `MARK` (Apple, AIFF 1.3) | |
/// | FLAC, Ogg, Opus | comments `LOOPSTART` and `LOOPLENGTH`, in frames, as game engines read them | |
public struct LoopPoints: Sendable, Equatable {
    /// Tempo in quarter notes per minute.
    public let beatsPerMinute: Double
    /// Length in quarter notes.
    public let beats: Int
    /// Time signature: numerator and denominator.
    public let meter: SIMD2<Int>
    /// Pitch class of the tonic, 0 = C; nil if unknown.
    public let root: Int?

    /// Creates the points of a loop; see the properties.
    public init(beatsPerMinute: Double, beats: Int, meter: SIMD2<Int>, root: Int?) {
        (self.beatsPerMinute, self.beats, self.meter, self.root) = (beatsPerMinute, beats, meter, root)
    }

    /// The note that plays the recording as it is.
    private static let unityNote = 60

    /// Has libsndfile write the chunk `smpl`; it names the last frame, where libsndfile's interface has the one behind it.
    /// - Returns: whether libsndfile wrote it. It says so of other formats than WAV too, which leave it out.
    static func set(on handle: OpaquePointer, frameCount: Int) -> Bool {
        lofi_set_whole_loop(handle, Int32(unityNote), UInt32(clamping: frameCount)) == Int32(SF_TRUE)
    }

    /// The body of the chunk `acid`.
    var acid: [UInt8] {
        // 2 = the root is set, 4 = to be stretched to the tempo of the song. The two numbers after the root are the same in all
        // files.
        let flags: UInt32 = root == nil ? 4 : 6
        return flags.littleEndianBytes + UInt16(Self.unityNote + (root ?? 0)).littleEndianBytes
            + UInt16(0x8000).littleEndianBytes + UInt32(0).littleEndianBytes
            + UInt32(clamping: beats).littleEndianBytes
            + UInt16(clamping: meter.y).littleEndianBytes + UInt16(clamping: meter.x).littleEndianBytes
            + Float(beatsPerMinute).bitPattern.littleEndianBytes
    }

    /// The body of the chunk `INST` of AIFF.
    /// - Parameter markers: numbers of the markers at its first frame and behind its last.
    static func inst(markers: (start: UInt16, end: UInt16)) -> [UInt8] {
        // Base note, detune, lowest and highest note, lowest and highest velocity, gain in dB; the sustain loop: 1 = forward; no
        // release loop.
        [UInt8(unityNote), 0, 0, 127, 1, 127, 0, 0] + [0, 1] + markers.start.bigEndianBytes
            + markers.end.bigEndianBytes + [UInt8](repeating: 0, count: 6)
    }
}

extension AudioFormat.Container {
    /// What it lacks for a recording that is a loop; nil if nothing.
    public var loopProblem: String? {
        switch self {
        case .wav, .aiff, .flac, .ogg: nil
        case .opus, .mp3:
            "\(rawValue) does not join without a gap or a click in every player"
                + (self == .mp3 ? " and holds no loop points" : "") + "; wav, aiff, flac and ogg do"
        }
    }
}
