import Glibc
import LofiPlugin
import Testing
@testable import LofiNeural

@Suite struct KernelTests {
    /// What the processor at hand has.
    static let sets = ["portable", "avx2", "avx512"].compactMap { Arithmetic<Float>(named: $0) }

    /// Every corner: one row, edges of the tiles, more depth than a block, more rows than a block.
    static let sizes = [(1, 1, 1), (1, 33, 300), (6, 16, 256), (7, 17, 5), (31, 50, 257), (97, 40, 513), (200, 3, 2)]

    @Test(arguments: sizes.indices)
    func productsEqualThePlainLoopInItsOrder(_ index: Int) {
        let (m, n, k) = Self.sizes[index]
        var stream = RandomStream(seed: 1, place: "product")
        let a = Buffer<Float>((0..<m * k).map { _ in Float(stream.normal()) })
        let b = Buffer<Float>((0..<k * n).map { _ in Float(stream.normal()) })
        let before = (0..<m * n).map { _ in Float(stream.normal()) }
        for set in Self.sets {
            let packed = Buffer<Float>(set.packedCount(k, n))
            let workspace = Buffer<Float>(set.workspace)
            withExtendedLifetime(b) { set.pack(k, n, b.start, n, 1, packed.start) }
            let c = Buffer(before)
            withExtendedLifetime((a, packed, workspace)) {
                set.product(m, n, k, a.start, k, 1, packed.start, c.start, n, true, workspace.start)
            }
            for i in 0..<m {
                for j in 0..<n {
                    var (fused, plain) = (before[i * n + j], before[i * n + j])
                    for p in 0..<k {
                        fused = fused.addingProduct(a[i * k + p], b[p * n + j])
                        plain += a[i * k + p] * b[p * n + j]
                    }
                    #expect([fused, plain].contains(c[i * n + j]), "\(set.name) \(m)x\(n)x\(k) at \(i), \(j)")
                    guard [fused, plain].contains(c[i * n + j]) else { return }
                }
            }
        }
    }

    @Test func transposedOperandsGiveTheSameProduct() {
        let (m, n, k) = (13, 21, 40)
        var stream = RandomStream(seed: 2, place: "product")
        let a = Buffer<Float>((0..<m * k).map { _ in Float(stream.normal()) })
        let b = Buffer<Float>((0..<k * n).map { _ in Float(stream.normal()) })
        let aAcross = Buffer<Float>((0..<k * m).map { a[$0 % m * k + $0 / m] })
        let bAcross = Buffer<Float>((0..<n * k).map { b[$0 % k * n + $0 / k] })
        for set in Self.sets {
            let workspace = Buffer<Float>(set.workspace)
            func product(
                _ a: Buffer<Float>, _ aRow: Int, _ aColumn: Int, _ b: Buffer<Float>, _ bRow: Int, _ bColumn: Int
            )
                -> [Float]
            {
                let packed = Buffer<Float>(set.packedCount(k, n))
                let c = Buffer<Float>(m * n)
                return withExtendedLifetime((a, b, packed, workspace, c)) {
                    set.pack(k, n, b.start, bRow, bColumn, packed.start)
                    set.product(m, n, k, a.start, aRow, aColumn, packed.start, c.start, n, false, workspace.start)
                    return c.values
                }
            }
            #expect(product(a, k, 1, b, n, 1) == product(aAcross, 1, m, bAcross, 1, k), "\(set.name)")
        }
    }

    @Test(arguments: [(1, 1), (37, 11), (64, 300), (200, 256), (2048, 512)])
    func aRowTimesNarrowNumbersIsTheProduct(_ n: Int, _ k: Int) {
        var stream = RandomStream(seed: 4, place: "row")
        let a = Buffer<Float>((0..<k).map { _ in Float(stream.normal()) })
        // Numbers of 16 bits, the smallest among them (2⁻²⁴) and the largest.
        let extremes: [Float] = [0x1p-24, 0x1.8p-15, -65504, 0]
        let b = Buffer<Float>(
            (0..<k * n).map { index in
                index % 97 < 4 ? extremes[index % 97] : Float((stream.uniform(-1...1) * 2048).rounded()) / 2048
            })
        let before = (0..<n).map { _ in Float(stream.normal()) }
        for set in Self.sets {
            let (packed, workspace) = (Buffer<Float>(set.packedCount(k, n)), Buffer<Float>(set.workspace))
            let narrow = Buffer<Float>(set.packedCount(k, n))
            let (whole, row) = (Buffer(before), Buffer(before))
            withExtendedLifetime((a, b, packed, narrow, workspace)) {
                set.pack(k, n, b.start, n, 1, packed.start)
                #expect(set.packNarrow(k, n, b.start, narrow.start))
                set.product(1, n, k, a.start, k, 1, packed.start, whole.start, n, true, workspace.start)
                set.rowProduct(n, k, a.start, narrow.start, row.start)
            }
            #expect(whole.values == row.values, "\(set.name) \(n)x\(k)")
        }
    }

    @Test(arguments: [1 + Float.ulpOfOne, 65520, 1e10, 0x1p-25, Float.infinity])
    func whatDoesNotFitNarrowNumbersIsRefused(_ value: Float) {
        for set in Self.sets {
            let (b, narrow) = (Buffer<Float>([0.5, value, 1]), Buffer<Float>(set.packedCount(3, 1)))
            withExtendedLifetime((b, narrow)) {
                #expect(!set.packNarrow(3, 1, b.start, narrow.start), "\(set.name) took \(value)")
            }
        }
    }

    @Test func aReplicaOfAPlayedModelLearnsWithTheValuesOfTheMoment() {
        let weight = Weight<Float>("w", 3, 2, isMultiplied: true)
        for index in 0..<6 { weight.value[index] = Float(index) }
        weight.valuesChanged()
        weight.prepareForRows()
        let replica = weight.replica()
        weight.value[0] = 10
        weight.valuesChanged()
        let (x, y) = (Buffer<Float>([1, 1, 1]), Buffer<Float>(2))
        withExtendedLifetime((x, y)) { replica.multiply(x.start, 1, into: y.start) }
        #expect(y.values == [16, 9])
    }

    @Test func curvesStayWithinRoundingOfTheirDefinitions() {
        let xs = stride(from: -30.0, through: 30, by: 0.01).map { $0 }
        for set in Self.sets {
            let y = Buffer<Float>(xs.map(Float.init))
            set.tanhForward(xs.count, y.start)
            for (x, y) in zip(xs, y.values) { #expect(abs(Double(y) - tanh(x)) < 3e-7) }
            // Two classes: the logistic curve.
            let logits = Buffer<Float>(xs.flatMap { [Float($0), 0] })
            set.softmax(xs.count, 2, logits.start)
            for (index, x) in xs.enumerated() { #expect(abs(Double(logits[2 * index]) - 1 / (1 + exp(-x))) < 3e-7) }
        }
        let y = Buffer<Double>(xs)
        Double.arithmetic.tanhForward(xs.count, y.start)
        for (x, y) in zip(xs, y.values) { #expect(abs(y - tanh(x)) < 3e-15) }
    }

    @Test func setsWithFusedArithmeticGiveTheSameBits() throws {
        let fused = Self.sets.filter { $0.name != "portable" }
        let results = fused.map { set in
            var stream = RandomStream(seed: 3, place: "lstm")
            let (batch, hidden) = (3, 37)
            let gates = Buffer<Float>((0..<batch * hidden * 4).map { _ in Float(stream.normal()) })
            let before = Buffer<Float>((0..<batch * hidden).map { _ in Float(stream.normal()) })
            let (c, h) = (Buffer<Float>(batch * hidden), Buffer<Float>(batch * hidden))
            withExtendedLifetime((gates, before, c, h)) {
                set.lstmForward(batch, hidden, gates.start, before.start, c.start, h.start)
                set.lstmBackward(batch, hidden, gates.start, before.start, c.start, h.start, before.start)
            }
            return gates.values + c.values + h.values + before.values
        }
        for result in results.dropFirst() { #expect(result == results[0]) }
    }
}
