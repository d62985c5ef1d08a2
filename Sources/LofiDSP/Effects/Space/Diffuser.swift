import LofiPlugin

/// All-passes in series that smear one click into many (M. R. Schroeder, "Natural Sounding Artificial Reverberation",
/// 1962).
struct Diffuser: ~Copyable {
    private let memory: UnsafeMutablePointer<StereoFrame>
    private let stages: [(offset: Int, count: Int)]
    private var positions: [Int]
    private let gain: Float

    /// - Parameters:
    ///   - frames: delay of each stage.
    ///   - gain: 0…1; 0.6 decays by 60 dB in 13.5 passes.
    init(frames: [Int], gain: Float = 0.6) {
        let counts = frames.map { max(1, $0) }
        stages = counts.indices.map { (counts[..<$0].reduce(0, +), counts[$0]) }
        positions = counts.map { _ in 0 }
        self.gain = gain
        let total = counts.reduce(0, +)
        memory = .allocate(capacity: total)
        memory.initialize(repeating: .zero, count: total)
    }

    deinit { memory.deallocate() }

    /// Filters the block in place.
    mutating func process(_ block: AudioBlock) {
        guard let base = block.baseAddress else { return }
        for (stage, (offset, count)) in stages.enumerated() {
            var (position, index) = (positions[stage], 0)
            while index < block.count {
                // As far as the ring is contiguous, four frames at a time if it is at least that long.
                let run = min(block.count - index, count - position)
                var done = 0
                while done + 4 <= run, count >= 4 {
                    pass(SIMD8<Float>.self, base + index + done, memory + offset + position + done)
                    done += 4
                }
                while done < run {
                    pass(StereoFrame.self, base + index + done, memory + offset + position + done)
                    done += 1
                }
                index += run
                position = position + run == count ? 0 : position + run
            }
            positions[stage] = position
        }
    }

    @inline(__always)
    private func pass<Frames: SIMD>(
        _ type: Frames.Type, _ frames: UnsafeMutablePointer<StereoFrame>, _ cells: UnsafeMutablePointer<StereoFrame>
    ) where Frames.Scalar == Float {
        let (here, there) = (UnsafeMutableRawPointer(frames), UnsafeMutableRawPointer(cells))
        let delayed = there.loadUnaligned(as: Frames.self)
        let fed = here.loadUnaligned(as: Frames.self) - delayed * gain
        there.storeBytes(of: fed, as: Frames.self)
        here.storeBytes(of: delayed + fed * gain, as: Frames.self)
    }
}
