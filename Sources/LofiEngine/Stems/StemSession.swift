import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiScore

/// Writes the stems of a song while it is mixed.
final class StemSession {
    /// A stem being written.
    struct Recording {
        /// Index of the step of the graph whose output it is.
        let step: Int
        let recorder: StemRecorder
        fileprivate let file: String
        fileprivate let channel: GraphPlan.Channel?
    }

    private static let premaster = "mix-premaster.wav"

    private let export: StemExport
    private let folder: StemFolder
    /// The finished recording.
    private let output: String
    private let score: Score
    private let facts: SongFacts
    private let tags: AudioTags
    private let style: Style
    private let options: SongRenderer.Options
    private var recordings: [Recording] = []
    private var behind: [(bus: String, effects: [String])] = []
    private var groups: [Style.StripGroup] = []
    private var gains: [String: Double] = [:]

    /// Opens the folder.
    /// - Parameters:
    ///   - score: the notes that are synthesized.
    ///   - facts: of the song, which may be a recording to which they are added.
    ///   - tags: those of the finished recording.
    init(
        _ export: StemExport, output: String, score: Score, facts: SongFacts, tags: AudioTags, style: Style,
        options: SongRenderer.Options
    ) throws(FileError) {
        folder = try StemFolder(export)
        (self.export, self.output, self.score, self.facts, self.tags) = (export, output, score, facts, tags)
        (self.style, self.options) = (style, options)
    }

    // The writers end before the files they write to.
    deinit { recordings = [] }

    /// The channels of each stem, the mix of all stems last.
    func channels(of plan: GraphPlan) -> [Set<String>] {
        let names = plan.channels.map(\.name)
        return names.map { [$0] } + [Set(names)]
    }

    /// Creates the files.
    /// - Parameter gains: loudness by strip in LUFS before its gain.
    func begin(
        plan: GraphPlan, graph: RenderGraph, tape: MixTape, groups: [Style.StripGroup], gains: [String: Double]
    ) throws -> [Recording] {
        (self.groups, self.gains, behind) = (groups, gains, try plan.behindStems())
        var names = StemNames(song: export.songName, beatsPerMinute: facts.beatsPerMinute, key: facts.key)
        for (channel, step) in zip(plan.channels.map(Optional.some) + [nil], graph.stemSteps) {
            guard let step else { continue }
            let name = channel.map { names.name(for: ChannelChoice.short($0.name)) } ?? Self.premaster
            let file = try folder.file(named: name, besides: output)
            let format = AudioFormat(
                container: .wav, sampleFormat: export.sampleFormat, sampleRate: options.sampleRate)
            let recorder = StemRecorder(
                writer: try AudioFileWriter(
                    descriptor: file.descriptor, format: format, frameCount: tape.span.totalFrames, path: file.path,
                    tags: tags(of: channel)),
                format: format, name: channel?.name ?? Self.premaster, span: tape.span, fade: tape.fade,
                blockFrames: options.blockFrames, seed: options.seed)
            recordings.append(Recording(step: step, recorder: recorder, file: name, channel: channel))
        }
        return recordings
    }

    /// The tags of the recording, with the channel in the title.
    private func tags(of channel: GraphPlan.Channel?) -> AudioTags {
        var tags = tags
        tags.title = [tags.title, channel.map { ChannelChoice.short($0.name) } ?? "premaster"].compactMap { $0 }
            .joined(separator: ", ")
        return tags
    }

    /// Completes the files, before the recording itself is finished.
    /// - Parameter silenceFrames: digital silence at the end of the recording.
    func complete(frameCount: Int, silenceFrames: Int) throws {
        for recording in recordings {
            try recording.recorder.finish(frameCount: frameCount, silenceFrames: silenceFrames)
        }
    }

    /// Moves the files into place, with `stems.json`.
    /// - Returns: one warning for each stem that its sample format cannot hold.
    func commit(_ master: MasterPass.Result) throws -> [String] {
        let file = try folder.file(named: StemManifest.name, besides: output)
        try file.write(manifest(master).json())
        try folder.commit()
        guard export.sampleFormat != .float32 else { return [] }
        return recordings.compactMap { recording in
            recording.recorder.peakDecibels.flatMap { peak in
                peak > 0
                    ? "\(recording.file) clips: its peak is \(Self.rounded(peak)) dBFS; 32f bits hold it" : nil
            }
        }
    }

    private func manifest(_ master: MasterPass.Result) -> StemManifest {
        let files = recordings.map { entry($0, frameCount: master.frameCount) }
        return StemManifest(
            song: export.songName, style: style.name, seed: options.seed,
            beatsPerMinute: facts.beatsPerMinute.map { ($0 * 1000).rounded() / 1000 }, key: facts.key?.description,
            meter: facts.meter.map { "\($0.beats)/\($0.unit)" }, bars: facts.barCount,
            isLoop: score.loop != nil, sampleRate: options.sampleRate, bits: export.sampleFormat.rawValue,
            frames: master.frameCount,
            stems: files.filter { $0.kind != "mix" }, premaster: files[files.count - 1],
            behind: behind.map { StemManifest.Behind(bus: $0.bus, effects: $0.effects) },
            mix: StemManifest.Mix(
                gainDecibels: Self.rounded(master.gainDecibels), ceilingDecibels: style.master.ceiling,
                loudness: master.loudness.isFinite ? Self.rounded(master.loudness) : nil,
                limitingDecibels: Self.rounded(master.limiting)))
    }

    private func entry(_ recording: Recording, frameCount: Int) -> StemManifest.File {
        let group = groups.first { $0.name == recording.channel?.name }
        let parts = group?.parts.map { score.parts[$0] }
        return StemManifest.File(
            file: recording.file, kind: recording.channel?.kind.rawValue ?? "mix",
            name: recording.channel.map { ChannelChoice.short($0.name) } ?? "premaster",
            parts: parts?.map(\.name),
            instruments: group.map { group in
                group.strip.instrument == .asWritten
                    ? group.parts.map { "program \(score.parts[$0].program + 1)" } : [group.strip.instrument.word]
            },
            gainDecibels: group.map { Self.rounded($0.gainDecibels(gains)) },
            peakDecibels: recording.recorder.peakDecibels.map(Self.rounded),
            rmsDecibels: recording.recorder.rmsDecibels(frameCount: frameCount).map(Self.rounded))
    }

    private static func rounded(_ decibels: Double) -> Double { (decibels * 100).rounded() / 100 }
}
