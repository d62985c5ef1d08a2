import LofiPlugin

/// Fixed second-order sections in series.
///
/// Four at a time: each section works one frame behind the one before it, so that the feedback latencies of all four
/// overlap.
public final class SectionChain {
    private var sections: [Biquad]

    /// Creates a chain of `sections` in processing order.
    public init(_ sections: [Biquad]) { self.sections = sections }

    /// Joins several chains in series into one.
    convenience init(joining chains: [SectionChain]) { self.init(chains.flatMap(\.sections)) }

    /// Filters the block in place; NaN, infinite and out-of-range input is replaced by silence.
    public func process(_ block: AudioBlock) { Biquad.process(block, through: &sections) }
}
