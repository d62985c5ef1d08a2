import LofiTraining

/// Shows training progress: one line per epoch and, on a terminal, a bar.
final class TrainingDisplay {
    private let isQuiet: Bool
    private let isTerminal = StandardError.isTerminal
    private var epochs = 0
    private var label = ""
    private var start = 0.0
    private var examplesSeen = 0
    private var batchesSeen = 0
    private var lastDrawn = 0.0
    private var heldOut = ""

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    func begin(epochs: Int, label: String = "") {
        (self.epochs, self.label) = (epochs, label.isEmpty ? "" : "\(label): ")
        (start, examplesSeen, batchesSeen, heldOut) = (monotonicSeconds(), 0, 0, "")
    }

    func batch(_ state: TrainingState, of count: Int, batchSize: Int) {
        examplesSeen += batchSize
        batchesSeen += 1
        let now = monotonicSeconds()
        guard !isQuiet, isTerminal, now - lastDrawn > 0.1 else { return }
        lastDrawn = now
        let (width, fraction) = (20, Double(state.batch) / Double(count))
        let full = Int(fraction * Double(width))
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
        let elapsed = now - start
        let left = Double((epochs - state.epoch) * count - state.batch) * elapsed / Double(batchesSeen)
        StandardError.write(
            "\r\u{1B}[K\(label)epoch \(state.epoch + 1)/\(epochs) \(bar) loss \(fixed(state.loss / Double(max(state.examples, 1)), 3))"
                + "\(heldOut) · \(fixed(Double(examplesSeen) / elapsed, 0)) examples/s · \(clockTime(left)) left ")
    }

    func epoch(_ point: LearningCurve.Point, isBest: Bool) {
        guard !isQuiet else { return }
        clear()
        var line = "\(label)epoch \(point.epoch)/\(epochs): loss \(fixed(point.loss, 4))"
        if let loss = point.heldOutLoss {
            heldOut = " · held out \(fixed(loss, 3))"
            line += ", held out \(fixed(loss, 4))"
            if let accuracy = point.heldOutAccuracy, accuracy > 0 { line += ", right \(fixed(accuracy * 100, 1)) %" }
            for (name, value) in point.extra.sorted(by: { $0.key < $1.key }) { line += ", \(name) \(fixed(value, 2))" }
            if isBest { line += " (best)" }
        }
        let elapsed = monotonicSeconds() - start
        StandardError.say(
            "\(line), \(fixed(Double(examplesSeen) / max(elapsed, 0.001), 0)) examples/s, \(clockTime(elapsed))")
    }

    func say(_ text: String) {
        clear()
        if !isQuiet { StandardError.say(text) }
    }

    func end() { clear() }

    private func clear() { if isTerminal, !isQuiet { StandardError.write("\r\u{1B}[K") } }
}
