import LofiPlugin

/// The base of effects that are nothing but fixed second-order sections: neighbours in a strip run as one `SectionChain`.
///
/// A class and not a protocol because a graph asks every effect for it, and a failed cast to a class costs nothing.
public class FixedFilter {
    let chain: SectionChain
    public let tailFrames: Int

    /// - Parameter tailFrames: until the impulse response stays below -90 dB.
    init(_ chain: SectionChain, tailFrames: Int) {
        self.chain = chain
        self.tailFrames = tailFrames
    }

    public func process(_ block: AudioBlock) { chain.process(block) }
}
