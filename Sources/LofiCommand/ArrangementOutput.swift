import ArgumentParser

/// Option of the commands that render a single song.
struct ArrangementOutput: ParsableArguments {
    @Option(help: "Also write the arrangement, with added drums and bass, to this MIDI file.")
    var midiOut: String?
}
