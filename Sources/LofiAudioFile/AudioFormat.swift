import CSndfile

/// The format of an audio file: container, sample format and sample rate.
public struct AudioFormat: Sendable, Equatable {
    /// A file format; the raw value is its extension.
    public enum Container: String, Sendable, CaseIterable {
        case wav, flac, aiff, ogg, opus, mp3

        /// Maximum bytes of samples: AIFF counts them in 32 bits and has no counterpart to RF64.
        var mostBytes: Int { self == .aiff ? AudioFormat.mostCountedBytes : .max }
    }

    /// Leaves 1 MiB below the 32-bit limit for headers and chunks.
    private static let mostCountedBytes = Int(UInt32.max) - 1 << 20

    /// The format of a sample; the raw value is the value of `--bits`.
    public enum SampleFormat: String, Sendable, CaseIterable {
        case int16 = "16"
        case int24 = "24"
        case float32 = "32f"

        /// Bytes per sample.
        public var bytes: Int {
            switch self {
            case .int16: 2
            case .int24: 3
            case .float32: 4
            }
        }
    }

    /// The file format.
    public let container: Container
    /// The sample format.
    public let sampleFormat: SampleFormat
    /// Sample rate in Hz.
    public let sampleRate: Int

    /// Creates a format, which need not be supported.
    public init(container: Container, sampleFormat: SampleFormat, sampleRate: Int) {
        self.container = container
        self.sampleFormat = sampleFormat
        self.sampleRate = sampleRate
    }

    /// Whether the file stores integer samples, which need dither.
    public var isInteger: Bool {
        switch container {
        case .wav, .aiff, .flac: sampleFormat != .float32
        case .ogg, .opus, .mp3: false
        }
    }

    /// Whether libsndfile can write the format: FLAC does not support floats, Opus does not support 44.1 kHz.
    public var isSupported: Bool {
        var info = SF_INFO(
            frames: 0, samplerate: Int32(sampleRate), channels: 2, format: code(byteCount: 0), sections: 0, seekable: 0)
        return sf_format_check(&info) != 0
    }

    /// libsndfile's format code; WAV becomes RF64 if it would exceed 4 GiB.
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
