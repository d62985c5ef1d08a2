import ArgumentParser
import LofiAudioFile
import LofiEngine
import LofiPlugin

/// Options for audio files as input.
struct AudioOptions: ParsableArguments {
    @Option(help: "Speed of an audio file, 0.25 to 4, as of a record: slower is lower.")
    var slow: DecimalNumber?

    @Option(help: "Tempo of an audio file, 0.25 to 4; the pitch is kept. Needs the program rubberband.")
    var stretch: DecimalNumber?

    /// Checks that no option is given that applies to audio only.
    func refuseForNotes() throws {
        try checkRanges()
        guard slow == nil, stretch == nil else {
            throw Failure(
                message: "--\(slow == nil ? "stretch" : "slow") is for audio files; use --tempo for a song of notes",
                exitCode: Failure.usage)
        }
    }

    /// The recording with its speed.
    /// - Throws: `Failure` for a speed out of range, `StretchError`.
    func song(_ source: AudioSource) throws -> AudioSong {
        try checkRanges()
        return AudioSong(try stretch.map { try source.stretched(by: $0.value) } ?? source, speed: slow?.value ?? 1)
    }

    /// What was given, for the comment of a recording.
    var words: CommandWords {
        var words = CommandWords()
        words.add("slow", slow?.value)
        words.add("stretch", stretch?.value)
        return words
    }

    private func checkRanges() throws {
        for (name, value) in [("slow", slow), ("stretch", stretch)] {
            guard let value = value?.value, !AudioSong.speeds.contains(value) else { continue }
            throw Failure(
                message: "--\(name) must be 0.25…4, not \(ParameterValue.number(value))", exitCode: Failure.usage)
        }
    }
}
