import LofiScore
import LofiSynthesis

/// Which thread synthesises which parts.
///
/// Synthesis is the longest work of a render. Two lanes share it, always two, so that the result is the same on any machine:
/// where FluidSynth plays, it counts voices, and steals where there are too many, within each.
struct SynthesisSplit {
    /// The parts of each lane, in the order of its stems.
    let lanes: [[Int]]
    private let stemIndices: [Int: Int]

    private static let laneCount = 2
    /// More than any lane has stems.
    private static let laneStride = 1 << 16

    init(_ performance: Performance) {
        // The heaviest first, each to the lane with less to do.
        let load = performance.parts.map(Self.load)
        let order = load.indices.sorted { (-load[$0], $0) < (-load[$1], $1) }
        var lanes = [[Int]](repeating: [], count: max(1, min(Self.laneCount, performance.parts.count)))
        var sums = [Int](repeating: 0, count: lanes.count)
        for part in order {
            let lane = sums.indices.min { sums[$0] < sums[$1] } ?? 0
            lanes[lane].append(part)
            sums[lane] += load[part]
        }
        var indices: [Int: Int] = [:]
        for (lane, parts) in lanes.enumerated() {
            let stems = StemRenderer.stemCount(parts: parts.count)
            for (place, part) in parts.enumerated() { indices[part] = lane * Self.laneStride + place % stems }
        }
        self.lanes = lanes
        stemIndices = indices
    }

    /// The number under which the graph asks for a part's stem.
    func stemIndex(ofPart part: Int) -> Int { stemIndices[part] ?? 0 }

    static func place(_ index: Int) -> (lane: Int, stem: Int) { (index / laneStride, index % laneStride) }

    /// How many frames voices sound, about: a drum rings for half a second however short its note.
    private static func load(_ part: Performance.Part) -> Int {
        var open = [Int](repeating: -1, count: 128)
        var total = 0
        for event in part.events {
            switch event.kind {
            case .noteOn(let pitch, _): open[pitch] = event.frame
            case .noteOff(let pitch):
                if open[pitch] >= 0 { total += event.frame - open[pitch] + 20_000 }
                open[pitch] = -1
            default: break
            }
        }
        return total
    }
}
