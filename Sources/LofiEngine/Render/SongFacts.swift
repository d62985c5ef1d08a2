import LofiListening
import LofiScore

/// What a song's tags, stems and report say of it, whether it is notes or a recording.
struct SongFacts {
    /// Prevailing tempo in quarter notes a minute; nil if there is none.
    let beatsPerMinute: Double?
    /// The key that prevails; nil if none was found.
    let key: Key?
    /// The first time signature; nil without a tempo.
    let meter: MeterMap.Meter?
    /// Number of bars; nil without a tempo.
    let barCount: Int?

    /// The facts of an arranged song of notes.
    init(_ song: Score) {
        // Noise layers alone have no tempo.
        let tempo = song.noteCount > 0 ? song.prevailingBeatsPerMinute : nil
        self.init(song, beatsPerMinute: tempo, key: KeyEstimate(song)?.key)
    }

    /// The facts of a recording.
    init(_ music: HeardMusic) { self.init(music.score, beatsPerMinute: music.beatsPerMinute, key: music.key) }

    private init(_ song: Score, beatsPerMinute: Double?, key: Key?) {
        (self.beatsPerMinute, self.key) = (beatsPerMinute, key)
        let end = song.loop?.upperBound ?? song.lastNoteEndTick
        meter = beatsPerMinute.map { _ in song.meterMap.meter(at: 0) }
        barCount = beatsPerMinute.map { _ in song.meterMap.bars(upTo: end).count }
    }
}
