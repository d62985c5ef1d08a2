import LofiPlugin
import LofiScore

/// Distributes the parts over synthesis lanes that run in parallel.
///
/// Synthesis is one of the most expensive steps of a render. The parts of each synthesizer share up to four lanes on every
/// machine, so that the result is the same even if a synthesizer limits its polyphony.
struct SynthesisSplit {
    struct Lane {
        let use: SynthesizerUse
        /// Indices of the parts, in the order of the lane's stems.
        let parts: [Int]
    }

    let lanes: [Lane]
    private let stemIndices: [Int: Int]

    private static let lanesPerSynthesizer = 4
    /// Greater than the number of stems of any lane.
    private static let laneStride = 1 << 16

    /// - Parameter uses: the synthesizer of each part.
    init(_ performance: Performance, uses: [SynthesizerUse]) {
        var lanes: [Lane] = []
        var assigned: Set<Int> = []
        for use in uses {
            let parts = uses.indices.filter { !assigned.contains($0) && uses[$0].isSame(as: use) }
            guard !parts.isEmpty else { continue }
            assigned.formUnion(parts)
            lanes += Self.balanced(parts, performance).map { Lane(use: use, parts: $0) }
        }
        var indices: [Int: Int] = [:]
        for (number, lane) in lanes.enumerated() {
            let stems = lane.use.type.stemCount(forParts: lane.parts.count)
            for (place, part) in lane.parts.enumerated() { indices[part] = number * Self.laneStride + place % stems }
        }
        self.lanes = lanes
        stemIndices = indices
    }

    /// The index by which the graph refers to a part's stem.
    func stemIndex(ofPart part: Int) -> Int { stemIndices[part] ?? 0 }

    /// The index of the stem of a lane that follows the others: a recording.
    var recordingIndex: Int { lanes.count * Self.laneStride }

    /// The lane and the stem within it for an index of `stemIndex(ofPart:)`.
    static func place(_ index: Int) -> (lane: Int, stem: Int) { (index / laneStride, index % laneStride) }

    /// Balances the parts greedily: in order of decreasing load, each goes to the lane with the least load.
    private static func balanced(_ parts: [Int], _ performance: Performance) -> [[Int]] {
        let loads = Dictionary(uniqueKeysWithValues: parts.map { ($0, Self.load(performance.parts[$0])) })
        func load(_ part: Int) -> Int { loads[part] ?? 0 }
        var lanes = [[Int]](repeating: [], count: min(lanesPerSynthesizer, parts.count))
        var sums = [Int](repeating: 0, count: lanes.count)
        for part in parts.sorted(by: { (-load($0), $0) < (-load($1), $1) }) {
            let lane = sums.indices.min { sums[$0] < sums[$1] } ?? 0
            lanes[lane].append(part)
            sums[lane] += load(part)
        }
        return lanes
    }

    /// Estimated voice frames: the sum of note lengths plus 20,000 frames each, because drums ring however short the note.
    private static func load(_ part: Performance.Part) -> Int {
        var onsets = [Int](repeating: -1, count: 128)
        var total = 0
        for event in part.events {
            switch event.kind {
            case .noteOn(let pitch, _): onsets[pitch] = event.frame
            case .noteOff(let pitch):
                if onsets[pitch] >= 0 { total += event.frame - onsets[pitch] + 20_000 }
                onsets[pitch] = -1
            default: break
            }
        }
        return total
    }
}
