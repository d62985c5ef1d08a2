import LofiScore

extension AnalysisReport {
    /// The report for a terminal.
    var lines: [String] {
        var lines = ["format    \(format)", keyLine] + heard.music
        lines.append("tempo     \(fixed(tempo, 1)) bpm, \(tempos.count) in the file")
        lines.append(
            "meter     "
                + meters.map { "\($0.beats)/\($0.unit) at \(clockTime($0.seconds))" }.joined(separator: ", "))
        lines.append("beat      \(heard.beat)")
        lines.append("length    \(clockTime(lastNoteEndSeconds)), \(noteOns) notes")
        if bareNotes.isBare { lines.append("bare      " + bareNotes.signs.joined(separator: ", ")) }
        lines += parts.map(line)
        if sections.count > 1 {
            lines.append("form      " + sections.map { "\($0.label) \(clockTime($0.start))" }.joined(separator: ", "))
        }
        return lines + plan.lines + warnings.map { "warning   \($0)" }
    }

    private var keyLine: String {
        guard let key = key.value else {
            return noteOns < 8
                ? "key       none: too few notes"
                : "key       none: no key stands out (most notes lie in \(bareNotes.scale): "
                    + "\(fixed(bareNotes.scaleConsistency * 100, 0)) %)"
        }
        return "key       \(key.tonic) \(key.mode) (confidence \(fixed(key.confidence, 2)))"
    }

    private func line(_ part: PartFound) -> String {
        let sound = part.role == "drums" ? "kit \(part.program)" : GeneralMIDI.programNames[part.program]
        let plays = part.plays.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return "part      \(part.role.padding(to: 8))  \(part.name): \(sound), \(part.notes) notes"
            + (plays.count > 1 ? " (\(plays.joined(separator: ", ")))" : "")
    }
}
