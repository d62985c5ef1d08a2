import LofiScore

/// A MIDI file read and understood: the score, what was odd about the file, and what it says of itself.
public struct MIDISong: Sendable {
    public let score: Score
    public let warnings: [MIDIWarning]
    /// 0, 1 or 2.
    public let format: Int
    /// How many notes are struck.
    public let noteOns: Int
    /// The same by channel, 1…16.
    public let notesPerChannel: [Int: Int]
    /// Where the last end-of-track is, seconds.
    public let endSeconds: Double
    /// Where the last movement of a controller is, whether the score keeps that controller or not; ticks.
    package let lastControllerTick: Int

    /// Reads a Standard MIDI File, an RMID, or MusicXML as the MIDI file that it would be.
    /// - Throws: `MIDIError` where it cannot be played.
    public init(_ bytes: [UInt8]) throws(MIDIError) {
        let bytes = MusicXMLFile.isOne(bytes) ? MIDIFileWriter.bytes(try MusicXMLFile.score(bytes)) : bytes
        self = try bytes.withUnsafeBufferPointer { (bytes) throws(MIDIError) in
            var importer = ScoreImport(bytes)
            return try importer.song()
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
