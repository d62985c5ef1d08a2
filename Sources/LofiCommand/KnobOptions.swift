import ArgumentParser
import LofiEngine

/// One option for each knob in Knobs/knobs.yaml.
struct KnobOptions: ParsableArguments {
    @Option(help: KnobOptions.help("dust"))
    var dust: DecimalNumber?

    @Option(help: KnobOptions.help("wobble"))
    var wobble: DecimalNumber?

    @Option(help: KnobOptions.help("warmth"))
    var warmth: DecimalNumber?

    @Option(help: KnobOptions.help("rain"))
    var rain: DecimalNumber?

    @Option(help: KnobOptions.help("space"))
    var space: DecimalNumber?

    /// The knobs that were given, in a fixed order.
    var given: [(name: String, amount: Double)] {
        [("dust", dust), ("wobble", wobble), ("warmth", warmth), ("rain", rain), ("space", space)].compactMap {
            name, amount in amount.map { (name, $0.value) }
        }
    }

    private static func help(_ name: String) -> ArgumentHelp? {
        guard let knob = (try? KnobBook.standard())?.first(where: { $0.name == name }) else { return nil }
        return "\(knob.summary), 0 to 100."
    }
}
