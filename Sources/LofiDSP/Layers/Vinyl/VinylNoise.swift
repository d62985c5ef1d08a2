import LofiPlugin

/// The surface of a played record: crackle that comes round, pops, rumble, hum and hiss.
///
/// Signal flow: clicks that lie in the groove + clicks at random + pops → sum with surface hiss, rumble and hum → needle
/// drop and lift.
/// Everything that the stylus meets passes the replay curve (IEC 60098). Measured on 33 vinyl recordings: heights, widths,
/// spectrum and bunching of the clicks, the bed per third of an octave, the channels' likeness; that dust returns with each
/// turn: arXiv 2206.06259.
/// Simplification: a click is one of 60 shapes; music does not change the noise. A record under loud music is heard less:
/// send the layer to a bus of its own with `duck: {from: …}` and on `to: record`, and it steps back by as much.
public final class VinylNoise: NoiseLayer {
    public static let kind = "vinyl"
    public static let summary = "a record's crackle, pops, rumble, hum and hiss"
    public static let parameters: [Parameter] = [
        .number("level", -90...0, default: -44, unit: "dBFS", "of the whole, RMS"),
        .number(
            "crackle", 0...2000, default: 400, unit: "per minute",
            "clicks that stand out; about as many fainter ones lie in the surface"),
        .number("pops", 0...120, default: 20, unit: "per minute", "low thumps with a click"),
        .number("groove", 0...1, default: 0.5, "share of the crackle that comes round with each turn"),
        .number("loudest", 26...56, default: 52, unit: "dB", "how far the loudest clicks stand above the surface"),
        .choice("rpm", RecordSpeed.names, default: "33", "turns per minute: 33 1/3, 45 or 78"),
        .choice("hum", ["off", "50", "60"], default: "50", "mains frequency in Hz"),
        .number("hum-level", -60...0, default: -22, unit: "dB", "of the hum against the hiss"),
        .number("rumble", -60...12, default: 0, unit: "dB", "of the motor's rumble; 0 is as measured"),
        .number("hiss", -60...12, default: 0, unit: "dB", "of the surface hiss; 0 is as measured"),
        .choice(
            "era", VinylEra.names, default: "none",
            "decade whose dirt, band and mono come on top of the other settings (1930 wants rpm: 78)"),
        .flag("needle-drop", default: false, "starts in silence, and the stylus lands after 0.35 s"),
        .number(
            "run-out", 0...120, default: 0, unit: "s",
            "how long the locked groove turns behind the music before the stylus is lifted; 0 leaves it in the groove"),
    ]

    private let handling: StylusHandling
    private var bed: VinylBed
    private var clicks: VinylClicks
    private let gain: Float
    private var frame = 0

    public init(settings: Settings, context: AudioContext) {
        var random = context.random
        let rate = context.sampleRate
        let era = VinylEra.named(settings.text("era"))
        bed = VinylBed(settings: settings, sampleRate: rate, era: era, random: random.fork("bed"))
        handling = StylusHandling(settings: settings, context: context, random: random.fork("stylus"))
        clicks = VinylClicks(
            settings: settings, sampleRate: rate, era: era, unit: VinylBed.surface,
            shapes: VinylClickShapes(sampleRate: rate, highHz: era?.highHz, random: random.fork("shapes")),
            planned: handling.strikes, lockFrame: handling.lockFrame, random: random.fork("clicks"))
        let power = bed.meanSquare + clicks.meanSquare
        gain =
            power > 0
            ? Decibels.amplitude(settings.number("level") + (era?.levelGain ?? 0)) / Float(power.squareRoot()) : 0
    }

    public var tailFrames: Int { handling.tailFrames }

    public func render(into block: AudioBlock) {
        bed.render(into: block, gain: gain)
        clicks.add(to: block, gain: gain)
        handling.silence(block, startFrame: frame)
        frame += block.count
    }
}
