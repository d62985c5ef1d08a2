import LofiPlugin

/// Mixes an effect's output with its input.
public struct WetDry: ~Copyable {
    private let wet: Float
    private let dry: Float
    private let copy: AudioBlock

    /// Maximum frames per run.
    public static let capacity = 256

    /// - Parameters:
    ///   - mix: wet share, 0…1.
    ///   - wetGain: brings the effect to the level of the dry sound.
    public init(mix: Double, wetGain: Float) {
        (wet, dry) = (Float(mix) * wetGain, Float(1 - mix))
        copy = .allocate(capacity: Self.capacity)
        copy.initialize(repeating: .zero)
    }

    deinit { copy.deallocate() }

    /// - Parameter effect: processes runs of at most `capacity` valid frames in place.
    public func process(_ block: AudioBlock, _ effect: (AudioBlock) -> Void) {
        var start = 0
        while start < block.count {
            let count = min(Self.capacity, block.count - start)
            let run = AudioBlock(rebasing: copy[..<count])
            for index in 0..<count {
                block[start + index] = block[start + index].bounded
                run[index] = block[start + index]
            }
            effect(run)
            for index in 0..<count { block[start + index] = block[start + index] * dry + run[index] * wet }
            start += count
        }
    }
}
