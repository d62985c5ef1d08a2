import CFluidSynth
import LofiPlugin
import LofiScore

/// Plays parts through FluidSynth, each on its own stem.
///
/// FluidSynth processes events every 64 frames (1.45 ms at 44.1 kHz): an event takes effect at the next multiple of 64.
/// Blocks are split there, so the output does not depend on their length. Its reverb and chorus are off, because styles have
/// their own. Above 96 kHz, FluidSynth's limit, it plays at half the rate (`DoubledStems`). Limited to 256 MIDI channels, which multichannel (MPE) parts share beyond that.
package final class FluidSynth: Synthesizer {
    package static let kind = "fluidsynth"
    package static let summary = "FluidSynth: every SoundFont, .sf3 included, and everything that MIDI controls"
    package static let parameters: [Parameter] = [
        .choice(
            "interpolation", FluidInterpolation.allCases.map(\.rawValue), default: FluidInterpolation.cubic.rawValue,
            "sample interpolation; higher orders sound better and cost more"),
        .integer(
            "polyphony", 16...4096, default: 256, unit: "voices",
            "limit for each quarter of the parts; the oldest voice stops"),
    ]

    package let tailFrames: Int
    package let warnings: [String]

    private let instance: FluidInstance
    /// Nil at rates that FluidSynth has.
    private let doubling: DoubledStems?
    private var parts: [FluidPart]
    /// The next frame to render.
    private var frame = 0

    package static func stemCount(forParts count: Int) -> Int { max(1, min(count, FluidInstance.maximumStems)) }

    package static func prepare() { FluidInstance.prepare() }

    package init(settings: Settings, context: SynthesisContext) throws(SynthesisError) {
        let stemCount = Self.stemCount(forParts: context.parts.count)
        let isDoubled = Double(context.sampleRate) > FluidInstance.sampleRates.upperBound
        let channels = context.parts.enumerated().flatMap { place, part in
            (isDoubled ? part.atHalfRate : part).singleChannelParts.map { (stem: place % stemCount, part: $0) }
        }
        // A channel plays on the stem of its number modulo the number of stems.
        var rows = [Int](repeating: 0, count: stemCount)
        for channel in channels { rows[channel.stem] += 1 }
        let rowCount = max(1, min(rows.max() ?? 1, FluidInstance.maximumChannels / stemCount))
        instance = try FluidInstance(
            sampleRate: Double(context.sampleRate) / (isDoubled ? 2 : 1), stems: stemCount,
            channels: rowCount * stemCount,
            polyphony: settings.integer("polyphony"),
            interpolation: FluidInterpolation(rawValue: settings.text("interpolation")) ?? .cubic)

        var choice = PresetChoice(try context.loadedFont())
        var parts: [FluidPart] = []
        var release = 0.0
        for (stem, part) in channels {
            rows[stem] -= 1
            let events = try PartEvents(part, choice: &choice)
            for preset in events.allPresets {
                release = max(release, try choice.font(preset).ringSeconds(preset, keys: events.keys))
            }
            parts.append(
                try FluidPart(events, channel: stem + rows[stem] % rowCount * stemCount, choice: choice, on: instance))
        }
        self.parts = parts
        tailFrames =
            Int(release * Double(context.sampleRate)) + (isDoubled ? DoubledStems.latencyFrames : 0)
        doubling = isDoubled ? DoubledStems(stemCount: stemCount) : nil
        warnings = choice.warnings
    }

    package func seek(to frame: Int) throws(SynthesisError) {
        doubling?.reset(isOdd: frame % 2 == 1)
        let frame = doubling == nil ? frame : frame / 2
        instance.reset()
        for index in parts.indices { try parts[index].seek(to: frame, on: instance) }
        // Keep FluidSynth's blocks of 64 frames aligned as if it had played from the start.
        let lead = frame % FluidInstance.gridFrames
        self.frame = frame
        guard lead > 0 else { return }
        let skipped = StemBlock(stemCount: instance.stemCount, capacityFrames: lead)
        instance.render(into: skipped, offset: 0, frames: lead)
    }

    package func render(into stems: StemBlock) throws(SynthesisError) {
        guard let doubling else { return try play(into: stems) }
        try doubling.render(into: stems) { (stems) throws(SynthesisError) in try play(into: stems) }
    }

    private func play(into stems: StemBlock) throws(SynthesisError) {
        stems.clear()
        let (start, end) = (frame, frame + stems.frameCount)
        while frame < end {
            if frame % FluidInstance.gridFrames == 0 {
                for index in parts.indices { try parts[index].play(upTo: frame, on: instance) }
            }
            let stop = min(end, nextEventLine())
            instance.render(into: stems, offset: frame - start, frames: stop - frame)
            frame = stop
        }
    }

    /// The multiple of 64, after the current frame, at which the next event takes effect.
    private func nextEventLine() -> Int {
        let grid = FluidInstance.gridFrames
        var next = Int.max - grid
        for part in parts { if let event = part.nextFrame { next = min(next, event) } }
        return (max(next, frame / grid * grid + grid) + grid - 1) / grid * grid
    }
}
