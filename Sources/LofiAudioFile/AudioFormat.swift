import CSndfile

/// The format of an audio file: container, sample format and sample rate.
public struct AudioFormat: Sendable, Equatable {
    /// A file format; the raw value is its extension.
    public enum Container: String, Sendable, CaseIterable {
        case wav, flac, aiff, ogg, opus, mp3

        /// Maximum bytes of samples: AIFF counts them in 32 bits and has no counterpart to RF64.
        var mostBytes: Int { self == .aiff ? AudioFormat.mostCountedBytes : .max }

        /// The sample formats that it can hold; nil if the encoder has none.
        public var sampleFormats: [SampleFormat]? {
            switch self {
            case .wav, .aiff: [.int16, .int24, .float32]
            case .flac: [.int16, .int24]
            case .ogg, .opus, .mp3: nil
            }
        }

        /// The sample rates in Hz that its encoder has; nil if it has all from 8000 to 192,000.
        ///
        /// libsndfile's own check accepts others and fails at the first frame.
        var sampleRates: [Int]? {
            switch self {
            case .wav, .aiff, .flac, .ogg: nil
            case .opus: [8000, 12000, 16000, 24000, 48000]
            case .mp3: [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000]
            }
        }
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
        container.sampleFormats != nil && sampleFormat != .float32
    }

    /// Why the container cannot hold the format, and what it can hold; nil if it can.
    public var problem: String? {
        let name = container.rawValue
        if let rates = container.sampleRates, !rates.contains(sampleRate) {
            return
                "\(name) cannot hold \(sampleRate) Hz; use --rate \(Self.list(rates.map(String.init))), or wav or flac"
        }
        guard let formats = container.sampleFormats, !formats.contains(sampleFormat) else { return nil }
        return
            "\(name) cannot hold \(sampleFormat.rawValue) bits; use --bits \(Self.list(formats.map(\.rawValue))), or wav"
    }

    private static func list(_ words: [String]) -> String {
        "\(words.dropLast().joined(separator: ", ")) or \(words.last ?? "")"
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
