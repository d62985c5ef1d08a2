import ArgumentParser
import LofiDSP
import LofiEngine

/// `--dust`, `--wobble`, `--warmth`, `--rain`, `--space`.
struct KnobOptions: ParsableArguments {
    @Option(help: "Crackle and pops of a record, 0 to 100.")
    var dust: Double?

    @Option(help: "Wow and flutter, 0 to 100.")
    var wobble: Double?

    @Option(help: "Tape drive, and how dark it is, 0 to 100.")
    var warmth: Double?

    @Option(help: "Rain outside, 0 to 100.")
    var rain: Double?

    @Option(help: "How large the room is, and how much of it is heard, 0 to 100.")
    var space: Double?

    /// Those that were turned, in a fixed order.
    var given: [(StyleMacro, Double)] {
        [(.dust, dust), (.wobble, wobble), (.warmth, warmth), (.rain, rain), (.space, space)].compactMap {
            macro, amount in amount.map { (macro, $0) }
        }
    }
}
