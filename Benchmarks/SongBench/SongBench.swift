import LofiPlatform
import ArgumentParser
import LofiEngine
import LofiScore
import LofiScoreFiles

/// Times what comes before the sound: prints for each file its notes, its seconds, and the medians of reading, arranging and
/// timing it (`MIDISong`, `SongRenderer.arrange`, `Performance`) in milliseconds of processor time.
@main struct SongBench: ParsableCommand {
    @Option(help: "How often each is done; the first time warms up and does not count.")
    var runs = 9
    @Flag(help: "Reading alone.")
    var reading = false
    @Option(help: "Whose transforms arrange it.")
    var style = StyleLibrary.defaultName
    @Argument(help: "MIDI files.")
    var files: [String]

    mutating func run() throws {
        let renderer = SongRenderer(style: try StyleLibrary(userFolder: nil).style(style))
        for file in files {
            let bytes = try FileBytes.contents(of: file)
            let score = try MIDISong(bytes).score
            var steps = [try median { _ = try MIDISong(bytes) }]
            if !reading {
                let arranged = try renderer.arrange(score)
                steps.append(try median { _ = try renderer.arrange(score) })
                steps.append(median { _ = Performance(arranged, sampleRate: 44_100) })
            }
            let seconds = score.tempoMap.seconds(at: score.lastNoteEndTick)
            print(
                ([Double(score.noteCount), seconds] + steps).map { "\($0)" }.joined(separator: "\t"), file,
                separator: "\t")
        }
    }

    private func median(_ work: () throws -> Void) rethrows -> Double {
        var times: [Double] = []
        for _ in 0...runs {
            let start = processorMilliseconds()
            try work()
            times.append(processorMilliseconds() - start)
        }
        return times.dropFirst().sorted()[runs / 2]
    }

    /// Of the process, which has one thread here: a machine that is busy with other things does not disturb it.
    private func processorMilliseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }
}
