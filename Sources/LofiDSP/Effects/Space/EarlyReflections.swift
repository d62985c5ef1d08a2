import LofiPlatform
import LofiPlugin

/// Early reflections of a rectangular room, each arriving from the side of its wall.
///
/// J. B. Allen and D. A. Berkley, "Image method for efficiently simulating small-room acoustics" (JASA 1979): the
/// source stands centred before the listener; its first- and second-order mirror images arrive later and softer by
/// their distance, and softer again by wall absorption; each ear hears its own side earlier and louder.
struct EarlyReflections: ~Copyable {
    private struct Echo {
        let delayFrames: Int
        let gain: Float
    }

    private let left: [Echo]
    private let right: [Echo]
    private let memory: UnsafeMutablePointer<Float>
    private let size: Int
    /// Sum for each ear, left then right.
    private let sums: UnsafeMutablePointer<Float>
    private var position = 0
    /// Longest delay of an echo in frames.
    let longestFrames: Int

    private static let count = 16
    private static let metresPerSecond = 343.0
    /// Half the distance between two ears.
    private static let earMetres = 0.09

    /// - Parameters:
    ///   - metres: width, depth and height.
    ///   - reflection: amplitude reflection coefficient of the walls, 0…1.
    init(metres: SIMD3<Double>, reflection: Double, sampleRate: Double) {
        // Slightly off centre, or echoes from left and right would coincide.
        let listener = metres * SIMD3(0.47, 0.34, 0.45)
        let source = metres * SIMD3(0.53, 0.68, 0.45)
        let direct = source - listener
        let directMetres = (direct * direct).sum().squareRoot()
        func images(_ position: Double, _ wall: Double) -> [(position: Double, order: Int)] {
            [
                (position, 0), (-position, 1), (2 * wall - position, 1), (position - 2 * wall, 2),
                (position + 2 * wall, 2),
            ]
        }
        var echoes: [(metres: Double, side: Double, gain: Double)] = []
        for x in images(source.x, metres.x) {
            for y in images(source.y, metres.y) {
                for z in images(source.z, metres.z) {
                    let order = x.order + y.order + z.order
                    guard (1...2).contains(order) else { continue }
                    let path = SIMD3(x.position, y.position, z.position) - listener
                    let length = (path * path).sum().squareRoot()
                    echoes.append((length, path.x / length, directMetres / length * pow(reflection, Double(order))))
                }
            }
        }
        let loudest = echoes.sorted { ($0.gain, $1.metres) > ($1.gain, $0.metres) }.prefix(Self.count)
        func heard(_ ear: Double) -> [Echo] {
            loudest.map { echo in
                let metres = echo.metres - directMetres - ear * Self.earMetres * echo.side
                // About 6 dB softer from the far side.
                return Echo(
                    delayFrames: max(1, Int((metres / Self.metresPerSecond * sampleRate).rounded())),
                    gain: Float(echo.gain * (0.75 + 0.25 * ear * echo.side)))
            }
        }
        (left, right) = (heard(-1), heard(1))
        longestFrames = (left + right).map(\.delayFrames).max() ?? 0
        var size = 2 * WetDry.capacity
        while size < longestFrames + WetDry.capacity { size *= 2 }
        self.size = size
        // The part of a run beyond the ring's end is mirrored at its beginning, and vice versa.
        memory = .allocate(capacity: size + WetDry.capacity)
        memory.initialize(repeating: 0, count: size + WetDry.capacity)
        sums = .allocate(capacity: 2 * WetDry.capacity)
        sums.initialize(repeating: 0, count: 2 * WetDry.capacity)
    }

    deinit {
        memory.deallocate()
        sums.deallocate()
    }

    /// Replaces the sound by its echoes; at most `WetDry.capacity` frames.
    mutating func process(_ block: AudioBlock) {
        let count = block.count
        for index in 0..<count { memory[position + index] = (block[index].x + block[index].y) * 0.5 }
        if position + count > size { memory.update(from: memory + size, count: position + count - size) }
        if position < WetDry.capacity { (memory + size).update(from: memory, count: WetDry.capacity) }
        add(left, into: sums, count)
        add(right, into: sums + WetDry.capacity, count)
        for index in 0..<count { block[index] = StereoFrame(sums[index], sums[WetDry.capacity + index]) }
        position = (position + count) & (size - 1)
    }

    private func add(_ echoes: [Echo], into sum: UnsafeMutablePointer<Float>, _ count: Int) {
        sum.update(repeating: 0, count: count)
        for echo in echoes {
            let source = memory + ((position - echo.delayFrames) & (size - 1))
            for index in 0..<count { sum[index] += source[index] * echo.gain }
        }
    }
}
