import LofiPlugin

/// All-passes in a row that make one click a handful (M. R. Schroeder, "Natural Sounding Artificial Reverberation",
/// 1962).
struct Diffuser: ~Copyable {
    private let memory: UnsafeMutablePointer<StereoFrame>
    private let stages: [(offset: Int, count: Int)]
    private var places: [Int]
    private let gain: Float

    /// - Parameter gain: 0…1; 0.6 falls by 60 dB in 13.5 passes.
    init(frames: [Int], gain: Float = 0.6) {
        let counts = frames.map { max(1, $0) }
        stages = counts.indices.map { (counts[..<$0].reduce(0, +), counts[$0]) }
        places = counts.map { _ in 0 }
        self.gain = gain
        let total = counts.reduce(0, +)
        memory = .allocate(capacity: total)
        memory.initialize(repeating: .zero, count: total)
    }

    deinit { memory.deallocate() }

    mutating func process(_ block: AudioBlock) {
        guard let base = block.baseAddress else { return }
        for (stage, (offset, count)) in stages.enumerated() {
            var (place, index) = (places[stage], 0)
            while index < block.count {
                // As far as the ring lies in one piece, four frames at a time where it is longer than that.
                let run = min(block.count - index, count - place)
                var done = 0
                while done + 4 <= run, count >= 4 {
                    pass(SIMD8<Float>.self, base + index + done, memory + offset + place + done)
                    done += 4
                }
                while done < run {
                    pass(StereoFrame.self, base + index + done, memory + offset + place + done)
                    done += 1
                }
                index += run
                place = place + run == count ? 0 : place + run
            }
            places[stage] = place
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
