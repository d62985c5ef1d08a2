import LofiPlugin

/// Base class of effects made only of fixed second-order sections: neighbours in a strip run as one `SectionChain`.
///
/// A class and not a protocol because the graph tests every effect for it, and a failed cast to a class costs nothing.
package class FixedFilter {
    let chain: SectionChain
    /// Frames until the impulse response stays below -90 dB.
    package let tailFrames: Int

    /// - Parameter tailFrames: frames until the impulse response stays below -90 dB.
    init(_ chain: SectionChain, tailFrames: Int) {
        self.chain = chain
        self.tailFrames = tailFrames
    }

    package static func isLinear(_ settings: Settings) -> Bool { true }

    /// Filters the block in place.
    package func process(_ block: AudioBlock) { chain.process(block) }
}
