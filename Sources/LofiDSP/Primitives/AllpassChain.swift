/// First-order all-passes (a + z⁻ᴷ) / (1 + a z⁻ᴷ) in series, for dispersion: different frequencies are delayed
/// differently.
///
/// Each stage reads the previous stage's output of the frame before, so that all of them run in parallel; that adds one
/// frame per stage.
struct AllpassChain: ~Copyable {
    let stages: Int
    private let coefficient: Float
    private let stretch: Int
    /// Input of each stage, followed by the output of the chain.
    private let inputs: UnsafeMutablePointer<Float>
    /// State of each stage, for each phase of the stretch.
    private let states: UnsafeMutablePointer<Float>
    /// Behind a pointer, so that calling `next` for every frame needs no exclusivity check in the effect.
    private let phase: UnsafeMutablePointer<Int>

    /// - Parameters:
    ///   - stages: a multiple of eight.
    ///   - coefficient: a; above 0 delays frequencies around sampleRate / 2 `stretch` most, below 0 the bass.
    ///   - stretch: K.
    init(stages: Int, coefficient: Float, stretch: Int = 1) {
        precondition(stages % 8 == 0, "a multiple of eight")
        self.stages = stages
        self.coefficient = coefficient
        self.stretch = stretch
        inputs = .allocate(capacity: stages + 1)
        inputs.initialize(repeating: 0, count: stages + 1)
        states = .allocate(capacity: stages * stretch)
        states.initialize(repeating: 0, count: stages * stretch)
        phase = .allocate(capacity: 1)
        phase.initialize(to: 0)
    }

    deinit {
        inputs.deallocate()
        states.deallocate()
        phase.deallocate()
    }

    /// Delay at 0 Hz in frames.
    var delayFrames: Double {
        Double(stages) * (1 + Double(stretch) * Double((1 - coefficient) / (1 + coefficient)))
    }

    /// y = a x + s, then s = x - a y; from back to front, so that no output is used as an input of the same frame.
    @inline(__always)
    func next(_ input: Float) -> Float {
        inputs[0] = input
        let source = UnsafeMutableRawPointer(inputs)
        let state = UnsafeMutableRawPointer(states + phase.pointee * stages)
        var stage = stages - 8
        while stage >= 0 {
            let x = source.loadUnaligned(fromByteOffset: 4 * stage, as: SIMD8<Float>.self)
            let y = x * coefficient + state.loadUnaligned(fromByteOffset: 4 * stage, as: SIMD8<Float>.self)
            state.storeBytes(of: x - y * coefficient, toByteOffset: 4 * stage, as: SIMD8<Float>.self)
            source.storeBytes(of: y, toByteOffset: 4 * stage + 4, as: SIMD8<Float>.self)
            stage -= 8
        }
        phase.pointee = phase.pointee + 1 == stretch ? 0 : phase.pointee + 1
        return inputs[stages]
    }
}
