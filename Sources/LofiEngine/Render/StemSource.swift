import LofiInstruments

/// Where the mix gets some of the parts from, block by block.
protocol StemSource {
    /// The next block; nil where the synthesis failed.
    func take() -> StemBlock?
    /// Lets a block be filled again.
    func giveBack(_ block: StemBlock)
    /// Ends the synthesis. Called once.
    /// - Returns: its warnings.
    func finish() throws -> [String]
}
