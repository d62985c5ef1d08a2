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

    /// Longer silences between two notes are taken for a broken file, not rendered.
    public static let longestGapHours = 6.0

    /// Reads a Standard MIDI File, an RMID, or MusicXML as the MIDI file that it would be.
    /// - Throws: `MIDIError` where it cannot be played.
    public init(_ bytes: [UInt8]) throws(MIDIError) {
        let file = try MIDIFile(MusicXMLFile.isOne(bytes) ? MIDIFileWriter.bytes(MusicXMLFile.score(bytes)) : bytes)
        var importer = ScoreImport(file)
        score = try importer.run()
        lastControllerTick = importer.lastControllerTick
        warnings = importer.warnings
        format = file.format
        noteOns = importer.notesPerChannel.reduce(0, +)
        notesPerChannel = Dictionary(
            uniqueKeysWithValues: importer.notesPerChannel.enumerated().filter { $0.element > 0 }.map {
                ($0.offset + 1, $0.element)
            })
        endSeconds = score.tempoMap.seconds(at: importer.endTick)
    }
}
