import CSndfile

/// What kind of file the sound is kept in.
public struct AudioFormat: Sendable, Equatable {
    public enum Container: String, Sendable, CaseIterable {
        case wav, flac, aiff, ogg, opus, mp3

        /// Of samples; an AIFF counts them in 32 bits, and knows no longer kind of itself as WAV does.
        var mostBytes: Int { self == .aiff ? AudioFormat.mostCountedBytes : .max }
    }

    /// 1 MiB below what 32 bits count is room for every header and chunk.
    private static let mostCountedBytes = Int(UInt32.max) - 1 << 20

    public enum SampleFormat: String, Sendable, CaseIterable {
        case int16 = "16"
        case int24 = "24"
        case float32 = "32f"

        public var bytes: Int {
            switch self {
            case .int16: 2
            case .int24: 3
            case .float32: 4
            }
        }
    }

    public let container: Container
    public let sampleFormat: SampleFormat
    /// Frames per second.
    public let sampleRate: Int

    public init(container: Container, sampleFormat: SampleFormat, sampleRate: Int) {
        self.container = container
        self.sampleFormat = sampleFormat
        self.sampleRate = sampleRate
    }

    /// Whether samples are whole numbers in the file, and therefore dithered.
    public var isInteger: Bool {
        switch container {
        case .wav, .aiff, .flac: sampleFormat != .float32
        case .ogg, .opus, .mp3: false
        }
    }

    /// Whether the library can write it: FLAC knows no floats, Opus no 44.1 kHz.
    public var isSupported: Bool {
        var info = SF_INFO(
            frames: 0, samplerate: Int32(sampleRate), channels: 2, format: code(byteCount: 0), sections: 0, seekable: 0)
        return sf_format_check(&info) != 0
    }

    /// libsndfile's code; WAV turns into RF64 where it would outgrow 4 GiB.
    func code(byteCount: Int) -> Int32 {
        let subtype =
            switch sampleFormat {
            case .int16: SF_FORMAT_PCM_16
            case .int24: SF_FORMAT_PCM_24
            case .float32: SF_FORMAT_FLOAT
            }
        let format =
            switch container {
            case .wav: (byteCount > Self.mostCountedBytes ? SF_FORMAT_RF64 : SF_FORMAT_WAV) | subtype
            case .aiff: SF_FORMAT_AIFF | subtype
            case .flac: SF_FORMAT_FLAC | subtype
            case .ogg: SF_FORMAT_OGG | SF_FORMAT_VORBIS
            case .opus: SF_FORMAT_OGG | SF_FORMAT_OPUS
            case .mp3: SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III
            }
        return Int32(format)
    }
}
