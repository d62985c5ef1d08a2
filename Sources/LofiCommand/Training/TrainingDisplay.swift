import LofiTraining

/// Shows training progress: one line per epoch and, on a terminal, a bar.
final class TrainingDisplay {
    private let isQuiet: Bool
    private var line: StatusLine
    private var epochs = 0
    private var label = ""
    private var start = 0.0
    private var examplesSeen = 0
    private var batchesSeen = 0
    private var heldOut = ""

    init(isQuiet: Bool) { (self.isQuiet, line) = (isQuiet, StatusLine(isQuiet: isQuiet)) }

    func begin(epochs: Int, label: String = "") {
        (self.epochs, self.label) = (epochs, label.isEmpty ? "" : "\(label): ")
        (start, examplesSeen, batchesSeen, heldOut) = (monotonicSeconds(), 0, 0, "")
    }

    func batch(_ state: TrainingState, of count: Int, batchSize: Int) {
        examplesSeen += batchSize
        batchesSeen += 1
        let elapsed = max(monotonicSeconds() - start, 0.001)
        let left = Double((epochs - state.epoch) * count - state.batch) * elapsed / Double(batchesSeen)
        line.draw(
            "\(label)epoch \(state.epoch + 1)/\(epochs) ", fraction: Double(state.batch) / Double(count),
            "loss \(fixed(state.loss / Double(max(state.examples, 1)), 3))\(heldOut)"
                + " · \(fixed(Double(examplesSeen) / elapsed, 0)) examples/s · \(clockTime(left)) left")
    }

    func epoch(_ point: LearningCurve.Point, isBest: Bool) {
        guard !isQuiet else { return }
        line.clear()
        var text = "\(label)epoch \(point.epoch)/\(epochs): loss \(fixed(point.loss, 4))"
        if let loss = point.heldOutLoss {
            heldOut = " · held out \(fixed(loss, 3))"
            text += ", held out \(fixed(loss, 4))"
            if let accuracy = point.heldOutAccuracy, accuracy > 0 { text += ", right \(fixed(accuracy * 100, 1)) %" }
            for (name, value) in point.extra.sorted(by: { $0.key < $1.key }) { text += ", \(name) \(fixed(value, 2))" }
            if isBest { text += " (best)" }
        }
        let elapsed = monotonicSeconds() - start
        StandardError.say(
            "\(text), \(fixed(Double(examplesSeen) / max(elapsed, 0.001), 0)) examples/s, \(clockTime(elapsed))")
    }

    func say(_ text: String) {
        line.clear()
        if !isQuiet { StandardError.say(text) }
    }

    func end() { line.clear() }
}
