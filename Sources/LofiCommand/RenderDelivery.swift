import LofiEngine
import LofiPlatform
import LofiScore

/// One render with its progress bar, its MIDI file and the lines that it prints.
struct RenderDelivery {
    let target: String
    let style: Style
    let display: ProgressDisplay
    let isQuiet: Bool
    /// What to warn of besides the render's own warnings.
    let warnings: [String]

    /// Renders a score that has been arranged.
    func run(arranged: Score, midiOut: String?, stems: StemExport? = nil, with renderer: SongRenderer) throws {
        try run(arranged, midiOut: midiOut) {
            try renderer.render(arranged: arranged, to: target, stems: stems, progress: display.update)
        }
    }

    /// Renders a recording and what the style adds to it.
    func run(_ song: AudioSong, midiOut: String?, stems: StemExport? = nil, with renderer: SongRenderer) throws {
        defer { display.clear() }
        let hearing = try renderer.preparing { try renderer.hear(song, progress: display.update) }
        let added = try renderer.accompany(hearing)
        try run(added, midiOut: midiOut) {
            try renderer.render(song, hearing, with: added, to: target, stems: stems, progress: display.update)
        }
    }

    /// Runs a render, writes its notes to a MIDI file if one is asked for, and prints remarks, warnings and one line of figures.
    private func run(_ notes: Score, midiOut: String?, rendering: () throws -> RenderReport) throws {
        defer { display.clear() }
        let file = try midiOut.map { try ArrangedFile(path: $0) }
        let report = try rendering()
        try file?.write(notes)
        display.clear()
        guard !isQuiet else { return }
        for remark in report.remarks { StandardError.say(remark) }
        for warning in warnings + report.warnings { StandardError.say("warning: \(warning)") }
        let elapsed = display.elapsedSeconds
        let tempo = report.beatsPerMinute > 0 ? "\(fixed(report.beatsPerMinute, 1)) bpm" : "no tempo"
        StandardError.say(
            "\(target == "-" ? "standard output" : target): \(clockTime(report.seconds)), "
                + "\(tempo), \(report.key?.description ?? "no key"), "
                + "\(fixed(report.loudness, 1)) LUFS, \(fixed(report.truePeak, 1)) dBTP, style \(style.name), "
                + "\(fixed(elapsed, 2)) s (\(fixed(report.seconds / max(elapsed, 0.001), 0))x real time)")
    }
}
