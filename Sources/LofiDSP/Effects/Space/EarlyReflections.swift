import LofiPlatform
import LofiPlugin

/// What the walls of a rectangular room throw back at once, each wall's echo from its own side.
///
/// J. B. Allen and D. A. Berkley, "Image method for efficiently simulating small-room acoustics" (JASA 1979): the sound
/// stands in the middle before the listener, its mirror images of the first and second order are heard later by their
/// way, softer by their way and by what the walls keep; an ear hears what comes from its side sooner and louder.
struct EarlyReflections: ~Copyable {
    private struct Echo {
        let delayFrames: Int
        let gain: Float
    }

    private let left: [Echo]
    private let right: [Echo]
    private let memory: UnsafeMutablePointer<Float>
    private let size: Int
    /// Of one ear and of the other.
    private let sums: UnsafeMutablePointer<Float>
    private var place = 0
    let longestFrames: Int

    private static let count = 16
    private static let metresPerSecond = 343.0
    /// Half the distance between two ears.
    private static let earMetres = 0.09

    /// - Parameters:
    ///   - metres: width, depth and height.
    ///   - reflection: of the walls, 0…1 in amplitude.
    init(metres: SIMD3<Double>, reflection: Double, sampleRate: Double) {
        // A little beside the middle, or echoes from left and right would coincide.
        let listener = metres * SIMD3(0.47, 0.34, 0.45)
        let source = metres * SIMD3(0.53, 0.68, 0.45)
        let direct = source - listener
        let directMetres = (direct * direct).sum().squareRoot()
        func images(_ place: Double, _ wall: Double) -> [(place: Double, order: Int)] {
            [(place, 0), (-place, 1), (2 * wall - place, 1), (place - 2 * wall, 2), (place + 2 * wall, 2)]
        }
        var echoes: [(metres: Double, side: Double, gain: Double)] = []
        for x in images(source.x, metres.x) {
            for y in images(source.y, metres.y) {
                for z in images(source.z, metres.z) {
                    let order = x.order + y.order + z.order
                    guard (1...2).contains(order) else { continue }
                    let way = SIMD3(x.place, y.place, z.place) - listener
                    let length = (way * way).sum().squareRoot()
                    echoes.append((length, way.x / length, directMetres / length * pow(reflection, Double(order))))
                }
            }
        }
        let loudest = echoes.sorted { ($0.gain, $1.metres) > ($1.gain, $0.metres) }.prefix(Self.count)
        func heard(_ ear: Double) -> [Echo] {
            loudest.map { echo in
                let metres = echo.metres - directMetres - ear * Self.earMetres * echo.side
                // From the other side it comes about 6 dB softer.
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
        // What a run writes beyond the ring's end is repeated at its beginning, and the other way round.
        memory = .allocate(capacity: size + WetDry.capacity)
        memory.initialize(repeating: 0, count: size + WetDry.capacity)
        sums = .allocate(capacity: 2 * WetDry.capacity)
        sums.initialize(repeating: 0, count: 2 * WetDry.capacity)
    }

    deinit {
        memory.deallocate()
        sums.deallocate()
    }

    /// Puts the echoes in the place of the sound; at most `WetDry.capacity` frames.
    mutating func process(_ block: AudioBlock) {
        let count = block.count
        for index in 0..<count { memory[place + index] = (block[index].x + block[index].y) * 0.5 }
        if place + count > size { memory.update(from: memory + size, count: place + count - size) }
        if place < WetDry.capacity { (memory + size).update(from: memory, count: WetDry.capacity) }
        add(left, into: sums, count)
        add(right, into: sums + WetDry.capacity, count)
        for index in 0..<count { block[index] = StereoFrame(sums[index], sums[WetDry.capacity + index]) }
        place = (place + count) & (size - 1)
    }

    private func add(_ echoes: [Echo], into sum: UnsafeMutablePointer<Float>, _ count: Int) {
        sum.update(repeating: 0, count: count)
        for echo in echoes {
            let source = memory + ((place - echo.delayFrames) & (size - 1))
            for index in 0..<count { sum[index] += source[index] * echo.gain }
        }
    }
}
