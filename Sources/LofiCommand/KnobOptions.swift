import ArgumentParser
import LofiEngine

/// `--dust`, `--wobble`, `--warmth`, `--rain`, `--space`.
struct KnobOptions: ParsableArguments {
    @Option(help: "Crackle and pops of a record.")
    var dust: Double?

    @Option(help: "Wow and flutter.")
    var wobble: Double?

    @Option(help: "Tape drive, and how dark it is.")
    var warmth: Double?

    @Option(help: "Rain outside.")
    var rain: Double?

    @Option(help: "How large the room is, and how much of it is heard.")
    var space: Double?

    /// Those that were turned, in a fixed order.
    var given: [(StyleMacro, Double)] {
        [(.dust, dust), (.wobble, wobble), (.warmth, warmth), (.rain, rain), (.space, space)].compactMap {
            macro, amount in amount.map { (macro, $0) }
        }
    }
}
