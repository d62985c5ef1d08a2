import LofiDSP
import LofiEngine
import LofiPlugin

/// Prints the presets' measurements side by side, as a page of the documentation.
public enum StyleTable {
    /// Prints the page.
    public static func print() throws {
        Swift.print(
            """
            # Styles

            Measured on two minutes of `Examples/songs/late-train.mid` in each style (`make sound-check` prints this page).
            The bandwidth ends where third-octave bands are 60 dB below the loudest; the width is side relative to mid from 150 to
            800 Hz; wow is the peak deviation of a 3150 Hz tone played through the style's own tape or record; "like tracks" is the
            number of third-octave bands, out of 29, within the P10 to P90 range of 30 real lo-fi tracks (the median track: 25).

            | style | bpm | LUFS | range LU | centroid Hz | bandwidth Hz | wow cents | width dB | like tracks |
            |---|---|---|---|---|---|---|---|---|
            """)
        let renders = try presetNames.map { try PresetRender.of($0) }
        for render in renders {
            let found = render.features
            let cells = [
                render.style.name, text(render.report.beatsPerMinute), text(found.loudness, 1),
                text(found.loudnessRange, 1), text(found.centroidHz), text(found.bandwidthHz),
                text(try wow(render.style)),
                text(found.width[1], 1), "\(found.bandsLikeTracks)" + (render.style.extreme == nil ? "" : " *"),
            ]
            Swift.print("| " + cells.joined(separator: " | ") + " |")
        }
        Swift.print("")
        for render in renders {
            let extreme = render.style.extreme.map { " (\\* \($0))" } ?? ""
            Swift.print("- **\(render.style.name)**: \(render.style.summary)\(extreme)")
        }
    }

    private static func text(_ number: Double, _ digits: Int = 0) -> String { Signals.text(number, digits: digits) }

    /// Returns the maximum pitch deviation in cents of a tone, through all wow and flutter in the style's record bus
    /// and master.
    private static func wow(_ style: Style) throws -> Double {
        let uses = style.buses.filter { $0.name == "record" }.flatMap(\.effects) + style.master.effects
        var frames = Signals.sine(3150, frames: Int(20 * Signals.rate))
        let warps = uses.filter { $0.kind == WowFlutter.kind }
        for use in warps {
            frames = Signals.through(WowFlutter(settings: use.settings, context: Signals.context()), frames)
        }
        guard !warps.isEmpty else { return 0 }
        let found = Demodulation(Array(frames.dropFirst(Int(Signals.rate))), carrierHz: 3150)
        return Demodulation.cents(found.deviations.map { abs($0) }.max() ?? 0)
    }
}
