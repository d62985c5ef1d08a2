import LofiScore

/// A parsed MIDI file: the score, warnings, and statistics of the file.
public struct MIDISong: Sendable {
    /// The song as notes.
    public private(set) var score: Score
    /// Deviations from the standard, in the order they were found.
    public let warnings: [MIDIWarning]
    /// Format of the file: 0, 1 or 2.
    public let format: Int
    /// Number of notes.
    public let noteOns: Int
    /// Number of notes by channel, 1…16.
    public let notesPerChannel: [Int: Int]
    /// Time of the last end-of-track event, in seconds.
    public let endSeconds: Double
    /// Tick of the last controller change, including controllers that the score does not keep.
    package let lastControllerTick: Int

    /// Reads a Standard MIDI File, an RMID file, or MusicXML converted to MIDI.
    /// - Throws: `MIDIError` if the bytes cannot be read as a song.
    public init(_ bytes: [UInt8]) throws(MIDIError) {
        let notation = try MusicXMLFile.isOne(bytes) ? MusicXMLFile.score(bytes) : nil
        let bytes = notation.map { MIDIFileWriter.bytes($0) } ?? bytes
        self = try bytes.withUnsafeBufferPointer { (bytes) throws(MIDIError) in
            var importer = ScoreImport(bytes)
            return try importer.song()
        }
        // MIDI has no place for it.
        if let notation {
            score.composer = Array(notation.composer.utf8).withUnsafeBufferPointer { String(midiText: $0) }
        }
    }
}

extension MIDISong {
    init(
        score: Score, warnings: [MIDIWarning], format: Int, noteOns: Int, notesPerChannel: [Int: Int],
        endSeconds: Double, lastControllerTick: Int
    ) {
        self.score = score
        self.warnings = warnings
        self.format = format
        self.noteOns = noteOns
        self.notesPerChannel = notesPerChannel
        self.endSeconds = endSeconds
        self.lastControllerTick = lastControllerTick
    }
}
