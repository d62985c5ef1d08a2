import LofiPlatform
import LofiPlugin

/// The whistling and howling of wind at edges, wires and gaps.
///
/// Vortices leave an edge of diameter d at the rate 0.2 U / d (V. Strouhal, 1878), so that the pitch follows the wind
/// speed U; the sound's amplitude grows with its cube (N. Curle, 1955). Turbulence makes each tone a narrow band of
/// noise.
struct AeolianTones: AmbientSource {
    private struct Edge {
        var hertz: Double
        var gain: StereoFrame
        var filter = StateVariableFilter()
        var warped: Float = 0.01
        var warpedStep: Float = 0
        var level: Float = 0
        var levelStep: Float = 0
        /// The wind at this edge about the gust as a whole.
        var eddies: SlowModulation
        var damping: Float
    }

    private var gusts: SlowModulation
    private var noise: WhiteNoise
    private var dull = (StereoFrame.zero, StereoFrame.zero)
    private let dullness: Float
    private var edges: [Edge] = []
    private let sampleRate: Double
    private let gridFrames: Int
    private var framesLeft = 0
    /// Frames processed together: a kilobyte, the most that a temporary allocation takes from the stack.
    private static let chunk = 128

    /// - Parameters:
    ///   - gusts: the modulation that the wind's other sounds follow too.
    ///   - hertz: pitches at the mean wind.
    init(gusts: SlowModulation, hertz: [Double], amplitude: Float, sampleRate: Double, random: RandomStream) {
        var random = random
        self.gusts = gusts
        self.sampleRate = sampleRate
        gridFrames = ControlGrid.frames(sampleRate)
        noise = WhiteNoise(random: random.fork("eddies"))
        dullness = Float(1 - exp(-2 * Double.pi * min(900, 0.4 * sampleRate) / sampleRate))
        for hertz in hertz {
            let side = Float(random.uniform(-0.7...0.7))
            edges.append(
                Edge(
                    hertz: hertz,
                    gain: StereoFrame((1 - side).squareRoot(), (1 + side).squareRoot()) * amplitude
                        * Decibels.amplitude(random.uniform(-4...0)),
                    eddies: SlowModulation(
                        decibels: [-20, -18, -16, -16, -18, -22, -26, -30], random: random.fork("edge")),
                    damping: 1 / 9))
        }
    }

    mutating func add(to block: AudioBlock) {
        var index = 0
        while index < block.count {
            if framesLeft == 0 { step() }
            let count = min(framesLeft, block.count - index, Self.chunk)
            sound(AudioBlock(rebasing: block[index..<(index + count)]))
            framesLeft -= count
            index += count
        }
    }

    private mutating func step() {
        framesLeft = gridFrames
        let gust = gusts.next()
        for index in edges.indices {
            // Speed of the wind relative to its mean.
            let speed = exp(max(-1, min(0.8, 0.5 * gust + 0.5 * edges[index].eddies.next())))
            let warped = StateVariableFilter.warped(edges[index].hertz * speed, sampleRate: sampleRate)
            let level = Float(pow(speed, 3)) * (warped / 0.05).squareRoot()
            edges[index].warpedStep = (warped - edges[index].warped) / Float(gridFrames)
            edges[index].levelStep = (level - edges[index].level) / Float(gridFrames)
        }
    }

    private mutating func sound(_ block: AudioBlock) {
        withUnsafeTemporaryAllocation(of: StereoFrame.self, capacity: block.count) { hiss in
            // Steeper skirts above the tones than those of their own filters.
            for index in block.indices {
                dull.0 += (noise.next() - dull.0) * dullness
                dull.1 += (dull.0 - dull.1) * dullness
                hiss[index] = dull.1
            }
            for number in edges.indices {
                var edge = edges[number]
                for index in block.indices {
                    let tone = edge.filter.next(hiss[index], warped: edge.warped, damping: edge.damping).band
                    block[index] += tone * edge.gain * edge.level
                    edge.warped += edge.warpedStep
                    edge.level += edge.levelStep
                }
                edges[number] = edge
            }
        }
    }
}
