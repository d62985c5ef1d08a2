/// Holds a path back by whole frames, so that parallel paths meet in step.
struct AlignmentDelay {
    private var ring: [StereoFrame]
    private var position = 0

    init(frames: Int) { ring = Array(repeating: .zero, count: frames) }

    var frames: Int { ring.count }

    mutating func process(_ block: AudioBlock) {
        let count = ring.count
        guard count > 0 else { return }
        var position = position
        ring.withUnsafeMutableBufferPointer { ring in
            for index in block.indices {
                let out = ring[position]
                ring[position] = block[index]
                block[index] = out
                position += 1
                if position == count { position = 0 }
            }
        }
        self.position = position
    }
}
