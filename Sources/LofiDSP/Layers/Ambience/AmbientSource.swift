import LofiPlugin

/// A part of an ambience: a bed of noise, drops, voices.
///
/// It counts its own frames, so that the sound does not depend on block boundaries, and does not allocate once it is
/// created.
protocol AmbientSource: Sendable {
    /// Mixes the next frames into the block.
    mutating func add(to block: AudioBlock)

    /// Advances by as many frames as the block has without sounding, where that is cheaper; the block may be overwritten.
    ///
    /// Events and modulation go on as if the frames had sounded; noise and phases need not.
    mutating func skip(_ block: AudioBlock)
}

extension AmbientSource {
    mutating func skip(_ block: AudioBlock) { add(to: block) }
}

/// The control-rate grid: 4 ms, well below the 50 ms period of the fastest modulation measured (20 Hz).
enum ControlGrid {
    static let hertz = 250.0

    /// Returns the frames per control step at this sample rate.
    static func frames(_ sampleRate: Double) -> Int { max(1, Int((sampleRate / hertz).rounded())) }
}
