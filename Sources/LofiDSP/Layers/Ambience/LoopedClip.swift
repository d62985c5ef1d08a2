import LofiPlatform
import LofiPlugin

/// A recorded sound that goes on for ever: each pass fades into the next.
///
/// The cross-fade keeps the power: where the end and the new beginning are correlated by ρ, gains cos and sin of the same
/// angle are divided by √(1 + 2ρ cos sin) (M. Fink, M. Holters and U. Zölzer, "Signal-matched power-complementary
/// cross-fading and dry-wet mixing", DAFx 2016).
struct LoopedClip: AmbientSource {
    private let frames: [StereoFrame]
    private let fadeFrames: Int
    /// Whether each pass starts somewhere in the first half.
    private let startsAnywhere: Bool
    private var random: RandomStream
    private var place: Int
    /// Where the next pass has got to while this one fades; nil outside a fade.
    private var nextPlace: Int?
    private var likeness: Float = 0
    private var angle = StereoFrame(1, 0)
    private let turn: StereoFrame

    init(_ clip: AudioClip, fadeSeconds: Double, startsAnywhere: Bool, random: RandomStream) {
        var random = random
        frames = clip.frames
        fadeFrames = max(1, min(Int(fadeSeconds * clip.sampleRate), clip.frames.count / 4))
        self.startsAnywhere = startsAnywhere
        place = startsAnywhere ? Int(random.unit() * Double(clip.frames.count) / 2) : 0
        self.random = random
        let step = Double.pi / 2 / Double(fadeFrames)
        turn = StereoFrame(Float(cos(step)), Float(sin(step)))
    }

    mutating func add(to block: AudioBlock) {
        guard !frames.isEmpty else { return }
        for index in block.indices {
            if nextPlace == nil, place >= frames.count - fadeFrames { beginFade() }
            var frame = frames[place].bounded
            place += 1
            if let next = nextPlace {
                let (old, new) = (angle.x, angle.y)
                let power = 1 + 2 * likeness * old * new
                frame = (frame * old + frames[next].bounded * new) / power.squareRoot()
                angle = StereoFrame(old * turn.x - new * turn.y, old * turn.y + new * turn.x)
                nextPlace = next + 1
                if place == frames.count { (place, nextPlace) = (next + 1, nil) }
            }
            block[index] += frame
        }
    }

    private mutating func beginFade() {
        let start = startsAnywhere ? Int(random.unit() * Double(frames.count) / 2) : 0
        var (both, old, new) = (1e-20 as Float, 1e-20 as Float, 1e-20 as Float)
        for offset in 0..<fadeFrames {
            let (a, b) = (frames[place + offset].bounded, frames[start + offset].bounded)
            both += (a * b).sum()
            old += (a * a).sum()
            new += (b * b).sum()
        }
        // Sounds that cancel each other are not blown up without limit.
        likeness = max(-0.7, min(1, both / (old * new).squareRoot()))
        angle = StereoFrame(1, 0)
        nextPlace = start
    }
}
