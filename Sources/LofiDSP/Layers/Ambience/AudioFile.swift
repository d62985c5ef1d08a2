import LofiPlugin

/// A recording of your own, looped seamlessly.
///
/// Signal flow: file → `LoopedClip` (equal-power crossfade between passes) → `Distance` → width → level. Each pass
/// starts at a random position in the first half of the file, so that a short one does not repeat in step, or at its
/// beginning. Without a file the layer is silent.
package final class AudioFile: NoiseLayer {
    package static let kind = "audio-file"
    package static let summary = "your own recording, looped seamlessly"
    package static let parameters: [Parameter] =
        [
            .audioFile("file", "audio file"),
            .number("level", -90...0, default: -40, unit: "dBFS", "RMS level of the first minute"),
            .number(
                "cross-fade", 0.01...20, default: 2, unit: "s",
                "crossfade between passes, at most a quarter of the file"),
            .choice("start", ["random", "beginning"], default: "random", "where each pass starts"),
        ] + AmbientScene.placeParameters

    private var scene: AmbientScene

    package init(settings: Settings, context: AudioContext) {
        let clip = context.clips[settings.text("file")] ?? AudioClip(frames: [], sampleRate: context.sampleRate)
        var random = context.random
        scene = AmbientScene(
            settings: settings, context: context, trialSeconds: 60,
            sources: [
                LoopedClip(
                    clip, fadeSeconds: settings.number("cross-fade"),
                    startsAnywhere: settings.text("start") == "random",
                    random: random.fork("passes"))
            ])
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }
}
