/// What an audio file says about its recording, besides the audio.
///
/// A field that is nil is left out of the file. Texts are cut at `mostTextBytes`.
public struct AudioTags: Sendable, Equatable {
    /// A named point in the recording, such as the beginning of a chorus.
    public struct Cue: Sendable, Equatable {
        /// Frames from the start.
        public let frame: Int
        /// What begins there.
        public let name: String

        /// Creates a cue.
        public init(frame: Int, name: String) {
            self.frame = frame
            self.name = name
        }
    }

    /// Maximum number of cues: a table of contents in ID3 counts them in one byte.
    public static let mostCues = 255

    /// Title of the song.
    public var title: String?
    /// Who made it.
    public var artist: String?
    /// The release that it belongs to.
    public var album: String?
    /// Date of the recording: `2026`, `2026-12` or `2026-12-31`.
    public var date: String?
    /// Genre in words.
    public var genre: String?
    /// A free remark.
    public var comment: String?
    /// Notice of the rights to the song.
    public var copyright: String?
    /// Tempo in quarter notes per minute.
    public var beatsPerMinute: Double?
    /// The key as DJ software writes it, in at most three characters: `Eb`, `F#m`.
    public var key: String?
    /// Cues in order of frame; those beyond `mostCues`, or beyond the end of the recording, are left out.
    public var cues: [Cue] = []

    /// For a recording that is a loop; nil for one with a beginning and an end.
    public var loop: LoopPoints?

    /// Maximum length of a text in UTF-8: libsndfile writes no sound header beyond some kilobytes.
    public static let mostTextBytes = 4000

    /// Creates empty tags.
    public init() {}

    /// The tags with each text cut at `mostTextBytes`.
    func cut() -> AudioTags {
        var tags = self
        for field in [\AudioTags.title, \.artist, \.album, \.date, \.genre, \.comment, \.copyright] {
            guard let text = tags[keyPath: field], text.utf8.count > Self.mostTextBytes else { continue }
            var (end, count) = (text.startIndex, 0)
            while case let width = text[end].utf8.count, count + width <= Self.mostTextBytes {
                (end, count) = (text.index(after: end), count + width)
            }
            tags[keyPath: field] = String(text[..<end])
        }
        return tags
    }

    /// The cues that a recording of `frameCount` frames has.
    func cues(within frameCount: Int) -> [Cue] {
        // A position takes 32 bits in WAV and AIFF.
        Array(cues.lazy.filter { (0..<min(frameCount, Int(UInt32.max))).contains($0.frame) }.prefix(Self.mostCues))
    }
}
