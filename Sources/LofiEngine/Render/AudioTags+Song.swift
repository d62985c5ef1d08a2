import LofiAudioFile
import LofiScore

extension AudioTags {
    /// The tags with what is missing filled in from the song; nothing is made up.
    ///
    /// - Parameters:
    ///   - song: the arrangement that is rendered.
    ///   - facts: of the song, which may be a recording to which the arrangement is added.
    func completed(from song: Score, _ facts: SongFacts, style: Style, options: SongRenderer.Options) -> AudioTags {
        var tags = self
        tags.title = title ?? song.title.nonEmpty
        tags.artist = artist ?? song.composer.nonEmpty
        tags.copyright = copyright ?? song.copyright.nonEmpty
        tags.comment = comment ?? "style \(style.name), seed \(options.seed)"
        tags.beatsPerMinute = beatsPerMinute ?? facts.beatsPerMinute
        tags.key = key ?? facts.key?.abbreviation
        tags.loop = loop ?? song.loop.map { LoopPoints(song, ticks: $0.count, key: facts.key) }
        if cues.isEmpty {
            tags.cues = song.sections.map { section in
                Cue(
                    frame: song.tempoMap.frame(at: section.startTick, sampleRate: options.sampleRate),
                    name: section.title)
            }
        }
        return tags
    }
}

extension LoopPoints {
    /// The points of a loop of some ticks, at the song's one tempo.
    fileprivate init(_ song: Score, ticks: Int, key: Key?) {
        let meter = song.meterMap.meter(at: 0)
        self.init(
            beatsPerMinute: song.prevailingBeatsPerMinute,
            beats: Int((Double(ticks) / Double(song.ticksPerQuarter)).rounded()), meter: SIMD2(meter.beats, meter.unit),
            root: key?.tonic)
    }
}

extension Key {
    /// As DJ software writes it: `Eb`, `F#m`.
    var abbreviation: String { tonicName + (mode == .minor ? "m" : "") }
}

extension SongSection {
    /// `Verse A`; the material of an ending needs no letter.
    fileprivate var title: String {
        let name = kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst()
        return kind == .outro || label.isEmpty ? name : "\(name) \(label)"
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
