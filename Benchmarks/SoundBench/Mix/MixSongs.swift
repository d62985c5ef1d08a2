import Foundation
import LofiEngine
import LofiPlatform
import LofiPlugin
import LofiScore
import LofiScoreFiles

/// Songs of different kinds on which each preset is measured; all but the demo are made here, the same on every machine.
public struct MixSong: Sendable {
    /// Name in the tables.
    public let name: String
    /// Whether it comes as a whole song of more than a minute, not as a loop, a melody alone or a model's output.
    public let isWhole: Bool
    let score: @Sendable () throws -> Score

    init(_ name: String, isWhole: Bool = true, _ score: @autoclosure @escaping @Sendable () throws -> Score) {
        (self.name, self.isWhole, self.score) = (name, isWhole, score)
    }

    /// The demo, two loops, generated songs, pop songs, a piano solo, a waltz, a melody alone and bare notes.
    public static func standard() -> [MixSong] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let demo = root.appending(path: "Examples/songs/late-train.mid").path
        return [
            MixSong("late-train", try MIDISong(FileBytes.contents(of: demo)).score),
            MixSong("loop of chords", isWhole: false, BandSong(seed: 1, beatsPerMinute: 85).loop(.chords)),
            MixSong("loop for two hands", isWhole: false, BandSong(seed: 2, beatsPerMinute: 78, tonic: 5).loop(nil)),
            MixSong("rules 1", try generated("rules", seed: 1)),
            MixSong("rules 4", try generated("rules", seed: 4)),
            MixSong("composer 2", try generated("composer", seed: 2)),
            MixSong("composer 7", try generated("composer", seed: 7)),
            MixSong(
                "pop ballad", BandSong(seed: 3, beatsPerMinute: 72, tonic: 7).band([.melody, .chords, .bass, .drums])),
            MixSong("pop song", BandSong(seed: 4, beatsPerMinute: 112).band([.melody, .chords, .bass, .drums])),
            MixSong(
                "pop song with strings",
                BandSong(seed: 5, beatsPerMinute: 96, tonic: 2).band([.melody, .counter, .chords, .pad, .bass])),
            MixSong("piano solo", BandSong(seed: 6, beatsPerMinute: 88, tonic: 10).pianoSolo()),
            MixSong("waltz", BandSong(seed: 7, beatsPerMinute: 108, tonic: 3, beats: 3).band([.melody, .chords])),
            MixSong("melody alone", isWhole: false, BandSong(seed: 8, beatsPerMinute: 92).band([.melody], bars: 16)),
            MixSong("bare notes", isWhole: false, bareNotes()),
        ]
    }

    /// The MIDI files of a folder, sorted by name.
    public static func songs(in folder: String) throws -> [MixSong] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { $0.lowercased().hasSuffix(".mid") || $0.lowercased().hasSuffix(".midi") }
            .map {
                MixSong(
                    ($0 as NSString).deletingPathExtension,
                    try MIDISong(FileBytes.contents(of: "\(folder)/\($0)")).score)
            }
    }

    private static func generated(_ kind: String, seed: UInt64) throws -> Score {
        guard let type = Catalog.standard.generator(kind) else { preconditionFailure("no generator \(kind)") }
        var random = RandomStream(seed: seed, place: "generator/\(kind)")
        return try type.init(settings: Settings(for: type.parameters))
            .generate(GenerationRequest(bars: 40, seed: seed), random: &random)
    }

    /// What a model emits: one part, as even as a clock and far too fast.
    private static func bareNotes() -> Score {
        var random = RandomStream(seed: 9, place: "bare notes")
        var pitch = 60
        let notes = (0..<96).map { index in
            pitch = max(48, min(76, pitch + [-5, -3, -1, 2, 4, 5][Int(random.unit() * 6)]))
            return Note(startTick: index * 240, durationTicks: 240, pitch: pitch, velocity: 90)
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 160),
            parts: [Part(name: "Model", role: .chords, notes: notes)])
    }
}
