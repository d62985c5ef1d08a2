import LofiEngine

/// Shows render progress: a bar on a terminal, otherwise one line per quarter of the song.
final class ProgressDisplay {
    private let isQuiet: Bool
    private var saysFirstBlock: Bool
    private var line: StatusLine
    private let start = monotonicSeconds()
    private var shown = 0.0

    /// - Parameter saysFirstBlock: whether to print a line when the first block is rendered, for `make bench`.
    init(isQuiet: Bool, saysFirstBlock: Bool) {
        (self.isQuiet, self.saysFirstBlock) = (isQuiet, saysFirstBlock)
        line = StatusLine(isQuiet: isQuiet)
    }

    var elapsedSeconds: Double { monotonicSeconds() - start }

    func update(_ progress: SongRenderer.Progress) {
        if saysFirstBlock { StandardError.say("first block") }
        saysFirstBlock = false
        let elapsed = elapsedSeconds
        let speed = fixed(progress.fraction * progress.totalSeconds / max(elapsed, 0.001), 0)
        line.draw(fraction: progress.fraction, "\(Int(progress.fraction * 100)) %  \(speed)× real time")
        // Without a terminal, one line for each quarter of a render that takes its time.
        guard !isQuiet, !StandardError.isTerminal, progress.fraction >= shown + 0.25 else { return }
        shown = (progress.fraction * 4).rounded(.down) / 4
        if elapsed > 2 { StandardError.say("\(Int(shown * 100)) %, \(speed)x real time") }
    }

    /// Erases the bar.
    func clear() { line.clear() }
}
