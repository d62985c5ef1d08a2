import LofiArrange
import LofiPlatform
import LofiPlugin
import LofiScore

extension SongRenderer {
    /// Listens to a recording: the first of two passes over it.
    /// - Parameter progress: called about once a second of the recording. What it throws ends the pass, as does the
    ///   cancellation of the task that called.
    public func hear(
        _ song: AudioSong, progress: (Progress) throws -> Void = { _ in }
    ) throws(RenderError) -> AudioHearing {
        try sortingErrors {
            try AudioHearing(song, sampleRate: options.sampleRate) { done, total in
                guard !Task.isCancelled else { throw RenderError.cancelled }
                try progress(Progress(fraction: Self.hearingShare * min(1, done / total), totalSeconds: total))
            }
        }
    }

    /// Share of the work of a render that is listening.
    private static let hearingShare = 0.3

    /// The drums and the bass that the style adds to a recording, in its own beat; none if it has no steady one.
    public func accompany(_ hearing: AudioHearing) throws(RenderError) -> Score {
        let (music, kinds) = (hearing.music, [Drums.kind, Bass.kind])
        let added = kinds.filter { kind in style.transforms.contains { $0.kind == kind } }
        var silent = Score.silence
        guard music.keepsBeat else {
            if !added.isEmpty {
                silent.remarks = [
                    "no steady beat found in the recording, so no \(added.joined(separator: " or ")) was added"
                ]
            }
            return silent
        }
        return try sortingErrors {
            var score = try Arrangement(
                style: style, catalog: catalog, seed: options.seed, isAsWritten: false, loop: nil
            )
            .apply(only: kinds, to: music.score)
            // What stands for the recording itself is not played.
            score.parts.removeFirst(music.score.parts.count)
            score.keep(within: music.soundingSeconds)
            score.tune(toCents: music.tuningCents)
            return score.played { style.strip(of: $0).instrument }
        }
    }

    /// Renders a recording and what is added to it to a file, which appears complete or not at all.
    /// - Parameters:
    ///   - hearing: of `hear(_:progress:)`, with the same options.
    ///   - added: of `accompany(_:)`.
    ///   - path: see `render(_:to:progress:)`.
    ///   - stems: where to write the stems too, of which one is the recording; nil for none.
    @discardableResult
    public func render(
        _ song: AudioSong, _ hearing: AudioHearing, with added: Score, to path: String, stems: StemExport? = nil,
        progress: (Progress) throws -> Void = { _ in }
    ) throws(RenderError) -> RenderReport {
        try sortingErrors {
            try render(added, with: (song, hearing), to: path, stems: stems) { state in
                let fraction = Self.hearingShare + (1 - Self.hearingShare) * state.fraction
                try progress(Progress(fraction: fraction, totalSeconds: state.totalSeconds))
            }
        }
    }

    /// Listens to a recording, adds drums and bass where the style has them, and renders it to a file.
    @discardableResult
    public func render(
        _ song: AudioSong, to path: String, progress: (Progress) throws -> Void = { _ in }
    ) throws(RenderError) -> RenderReport {
        let hearing = try hear(song, progress: progress)
        return try render(song, hearing, with: accompany(hearing), to: path, progress: progress)
    }
}
