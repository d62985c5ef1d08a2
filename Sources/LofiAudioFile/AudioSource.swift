import LofiPlatform

/// Audio that can be read several times: a file, or the spooled contents of a pipe.
public final class AudioSource: Sendable {
    /// What messages call it: its path, or `standard input`.
    public let name: String
    /// Open at the beginning; owned if it is a spool.
    let descriptor: Int32?
    let path: String

    /// A file.
    public init(path: String) { (self.path, name, descriptor) = (path, path, nil) }

    /// An unnamed file that has been filled; it is closed with the source.
    package init(spool descriptor: Int32, name: String) {
        (self.path, self.name, self.descriptor) = ("", name, descriptor)
    }

    deinit { if let descriptor { close(descriptor) } }
}

extension AudioSource {
    /// The beginning of a file, by which its kind is told.
    public struct Beginning: Sendable {
        /// Up to `count` bytes.
        public let bytes: [UInt8]
        /// Number of bytes that suffice.
        public static let count = 16

        /// - Parameter bytes: the first bytes of the file; more than `count` do no harm.
        public init(_ bytes: [UInt8]) { self.bytes = bytes }

        /// Whether this is how a container of audio begins that libsndfile reads.
        ///
        /// An MP3 is told by an ID3 tag or by two consistent fields of its first frame header; RIFF must be WAVE, since a
        /// MIDI file may be in RIFF too.
        public var isAudio: Bool {
            func holds(_ text: String, at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }
            if ["fLaC", "OggS", "ID3", "caff", ".snd", "wvpk"].contains(where: { holds($0) }) { return true }
            if ["RIFF", "RF64", "RIFX"].contains(where: { holds($0) }) { return holds("WAVE", at: 8) }
            if holds("FORM") { return holds("AIFF", at: 8) || holds("AIFC", at: 8) }
            if holds("riff") { return true }
            return isFrameHeader
        }

        /// Whether the first four bytes are a header of MPEG audio, layer I to III.
        private var isFrameHeader: Bool {
            guard bytes.count >= 4, bytes[0] == 0xFF, bytes[1] & 0xE0 == 0xE0 else { return false }
            let (version, layer) = (bytes[1] >> 3 & 3, bytes[1] >> 1 & 3)
            let (bitRate, rate) = (bytes[2] >> 4, bytes[2] >> 2 & 3)
            return version != 1 && layer != 0 && bitRate != 15 && bitRate != 0 && rate != 3
        }
    }
}
