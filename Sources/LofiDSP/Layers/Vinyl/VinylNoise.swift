import LofiPlugin

/// The surface noise of a record: recurring crackle, pops, rumble, hum and hiss.
///
/// Signal flow: clicks in the groove + random clicks + pops → sum with surface hiss, rumble and hum → needle drop and
/// lift.
/// Everything the stylus picks up passes the replay curve (IEC 60098). Measured on 33 vinyl recordings: levels, widths,
/// spectrum and bunching of the clicks, the bed per third-octave, the channel correlation; that dust recurs with each
/// turn: arXiv 2206.06259.
/// Simplification: a click is one of 60 shapes; music does not change the noise. Loud music masks a record's noise:
/// route the layer to a bus of its own with `duck: {from: …}` and on `to: record`, and it is turned down accordingly.
package final class VinylNoise: NoiseLayer {
    package static let kind = "vinyl"
    package static let summary = "crackle, pops, rumble, hum and hiss of a record"
    package static let parameters: [Parameter] = [
        .number("level", -90...0, default: -44, unit: "dBFS", "RMS level of the whole layer"),
        .number(
            "crackle", 0...2000, default: 900, unit: "per minute",
            "rate of clicks, 1100 on the median of 33 recordings; about as many fainter ones are part of the surface"),
        .number("pops", 0...120, default: 4, unit: "per minute", "rate of low thumps with a click"),
        .number("groove", 0...1, default: 0.5, "share of the crackle that recurs with each turn"),
        .number("loudest", 26...56, default: 52, unit: "dB", "level of the loudest clicks above the surface"),
        .choice("rpm", RecordSpeed.names, default: "33", "record speed in turns per minute: 33 1/3, 45 or 78"),
        .choice("hum", ["off", "50", "60"], default: "50", "mains frequency in Hz"),
        .number("hum-level", -60...0, default: -22, unit: "dB", "level of the hum relative to the hiss"),
        .number("rumble", -60...12, default: 0, unit: "dB", "level of the motor rumble; 0 = as measured"),
        .number(
            "hiss", -60...12, default: -12, unit: "dB",
            "level of the surface hiss; 0 = as measured, which a classifier hears as pink noise"),
        .choice(
            "era", VinylEra.names, default: "none",
            "decade whose dirt, bandwidth and mono are added to the other settings (use rpm: 78 with 1930)"),
        .flag("needle-drop", default: false, "start in silence and drop the needle after 0.35 s"),
        .number(
            "run-out", 0...120, default: 0, unit: "s",
            "time in the locked groove after the music until the stylus is lifted; 0 = never lifted"),
    ]

    private let handling: StylusHandling
    private var bed: VinylBed
    private var clicks: VinylClicks
    private let gain: Float
    private var fadeIn: FadeIn
    private var frame = 0

    package init(settings: Settings, context: AudioContext) {
        var random = context.random
        let rate = context.sampleRate
        fadeIn = FadeIn(sampleRate: rate)
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

    package var tailFrames: Int { handling.tailFrames }

    package func render(into block: AudioBlock) {
        bed.render(into: block, gain: gain)
        clicks.add(to: block, gain: gain)
        handling.silence(block, startFrame: frame)
        fadeIn.process(block)
        frame += block.count
    }
}
