import LofiPlatform
import LofiPlugin

/// A recording that loops endlessly: each pass crossfades into the next.
///
/// The crossfade preserves the power: where the old end and the new beginning are correlated by ρ, gains cos and sin of
/// the same angle are divided by √(1 + 2ρ cos sin) (M. Fink, M. Holters and U. Zölzer, "Signal-matched
/// power-complementary cross-fading and dry-wet mixing", DAFx 2016).
struct LoopedClip: AmbientSource {
    private let frames: [StereoFrame]
    private let fadeFrames: Int
    /// Whether each pass starts at a random position in the first half.
    private let startsAnywhere: Bool
    private var random: RandomStream
    private var position: Int
    /// Position of the next pass while this one fades out; nil outside a crossfade.
    private var nextPosition: Int?
    private var correlation: Float = 0
    private var angle = StereoFrame(1, 0)
    private let rotation: StereoFrame

    init(_ clip: AudioClip, fadeSeconds: Double, startsAnywhere: Bool, random: RandomStream) {
        var random = random
        frames = clip.frames
        fadeFrames = max(1, min(Int(fadeSeconds * clip.sampleRate), clip.frames.count / 4))
        self.startsAnywhere = startsAnywhere
        position = startsAnywhere ? Int(random.unit() * Double(clip.frames.count) / 2) : 0
        self.random = random
        let step = Double.pi / 2 / Double(fadeFrames)
        rotation = StereoFrame(Float(cos(step)), Float(sin(step)))
    }

    mutating func add(to block: AudioBlock) {
        guard !frames.isEmpty else { return }
        for index in block.indices {
            if nextPosition == nil, position >= frames.count - fadeFrames { beginFade() }
            var frame = frames[position].bounded
            position += 1
            if let next = nextPosition {
                let (old, new) = (angle.x, angle.y)
                let power = 1 + 2 * correlation * old * new
                frame = (frame * old + frames[next].bounded * new) / power.squareRoot()
                angle = StereoFrame(old * rotation.x - new * rotation.y, old * rotation.y + new * rotation.x)
                nextPosition = next + 1
                if position == frames.count { (position, nextPosition) = (next + 1, nil) }
            }
            block[index] += frame
        }
    }

    private mutating func beginFade() {
        let start = startsAnywhere ? Int(random.unit() * Double(frames.count) / 2) : 0
        var (both, old, new) = (1e-20 as Float, 1e-20 as Float, 1e-20 as Float)
        for offset in 0..<fadeFrames {
            let (a, b) = (frames[position + offset].bounded, frames[start + offset].bounded)
            both += (a * b).sum()
            old += (a * a).sum()
            new += (b * b).sum()
        }
        // Bounded below, so that passes that cancel each other are not amplified without limit.
        correlation = max(-0.7, min(1, both / (old * new).squareRoot()))
        angle = StereoFrame(1, 0)
        nextPosition = start
    }
}
