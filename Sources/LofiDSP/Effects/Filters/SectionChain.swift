import LofiPlugin

/// Fixed second-order sections one behind the other.
///
/// Four at a time: each works on a frame while the one before is at the next, so that all four wait together for what each
/// has to know of its own last frame.
public final class SectionChain {
    private var sections: [Biquad]

    public init(_ sections: [Biquad]) { self.sections = sections }

    /// Several chains in a row as one.
    convenience init(joining chains: [SectionChain]) { self.init(chains.flatMap(\.sections)) }

    /// Filters the block in place; proof against input that is no sound.
    public func process(_ block: AudioBlock) { Biquad.process(block, through: &sections) }
}
