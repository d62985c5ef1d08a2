import LofiCore

/// The surface of a played record: crackle that comes round, pops, rumble, hum and hiss.
///
/// Signal flow: clicks that lie in the groove + clicks at random + pops → sum with pink hiss, rumble and hum.
/// Figures measured on 33 vinyl noise loops: click heights 13/21/34 dB over the bed (P10/50/90), centroid 3 kHz, length
/// 0.5 ms, a bed flat per third of an octave with rumble below 200 Hz, click channels nearly uncorrelated; and that dust
/// returns with each turn: arXiv 2206.06259.
/// Simplification: a click is one decaying tone pair, not a recorded one.
public final class VinylNoise: NoiseLayer {
    public static let kind = "vinyl"
    public static let summary = "a record's crackle, pops, rumble, hum and hiss"
    public static let parameters: [Parameter] = [
        .number("level", -90...0, default: -44, unit: "dBFS", "of the whole, RMS"),
        .number("crackle", 0...2000, default: 400, unit: "per minute", "clicks"),
        .number("pops", 0...120, default: 20, unit: "per minute", "low thumps with a click"),
        .number("groove", 0...1, default: 0.5, "share of the crackle that comes round with each turn"),
        .choice("rpm", ["33", "45", "78"], default: "33", "turns per minute: 33 1/3, 45 or 78"),
        .choice("hum", ["off", "50", "60"], default: "50", "mains frequency in Hz"),
        .number("hum-level", -60...0, default: -22, unit: "dB", "of the hum against the hiss"),
        .number("rumble", -60...12, default: 0, unit: "dB", "of the motor's rumble against the hiss"),
        .number("hiss", -60...12, default: 0, unit: "dB", "of the surface hiss; 0 is as measured"),
    ]

    private var bed: VinylBed
    private var clicks: VinylClicks
    private let gain: Float

    public init(settings: Settings, context: AudioContext) {
        var random = context.random
        bed = VinylBed(settings: settings, sampleRate: context.sampleRate, random: random.fork("bed"))
        clicks = VinylClicks(settings: settings, sampleRate: context.sampleRate, random: random.fork("clicks"))
        let power = bed.meanSquare + clicks.meanSquare
        gain = power > 0 ? Decibels.amplitude(settings.number("level")) / Float(power.squareRoot()) : 0
    }

    public func render(into block: AudioBlock) {
        bed.render(into: block, gain: gain)
        clicks.add(to: block, gain: gain)
    }
}
