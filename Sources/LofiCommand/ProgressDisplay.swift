import LofiEngine

/// Shows render progress: a bar on a terminal, otherwise one line per quarter of the song.
final class ProgressDisplay {
    private let isQuiet: Bool
    private var saysFirstBlock: Bool
    private let isTerminal = StandardError.isTerminal
    private let start = monotonicSeconds()
    private var shown = -1.0
    private var lastDrawn = 0.0

    /// - Parameter saysFirstBlock: whether to print a line when the first block is rendered, for `make bench`.
    init(isQuiet: Bool, saysFirstBlock: Bool) {
        self.isQuiet = isQuiet
        self.saysFirstBlock = saysFirstBlock
    }

    var elapsedSeconds: Double { monotonicSeconds() - start }

    func update(_ progress: SongRenderer.Progress) {
        if saysFirstBlock { StandardError.say("first block") }
        saysFirstBlock = false
        guard !isQuiet else { return }
        let elapsed = elapsedSeconds
        let speed = elapsed > 0 ? progress.seconds / elapsed : 0
        if isTerminal {
            guard elapsed - lastDrawn > 0.05 else { return }
            lastDrawn = elapsed
            let width = 30
            let full = Int(progress.fraction * Double(width))
            let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
            StandardError.write("\r\(bar) \(Int(progress.fraction * 100)) %  \(fixed(speed, 0))× real time ")
        } else if progress.fraction >= shown + 0.25 {
            shown = (progress.fraction * 4).rounded(.down) / 4
            if shown > 0, elapsed > 2 { StandardError.say("\(Int(shown * 100)) %, \(fixed(speed, 0))x real time") }
        }
    }

    /// Erases the bar.
    func clear() { if isTerminal, !isQuiet, lastDrawn > 0 { StandardError.write("\r\u{1B}[K") } }
}
