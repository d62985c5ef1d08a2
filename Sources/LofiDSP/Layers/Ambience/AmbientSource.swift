import LofiPlugin

/// A part of an ambience: a bed of noise, drops, voices.
///
/// It counts its frames itself, so that its sound does not depend on how it is cut into blocks, and allocates nothing
/// once it is made.
protocol AmbientSource: Sendable {
    /// Adds the next frames to what the block holds.
    mutating func add(to block: AudioBlock)
}

/// The grid on which slow things move: 4 ms, well below the 50 ms of the fastest swelling that is measured (20 Hz).
enum ControlGrid {
    static let hertz = 250.0

    static func frames(_ sampleRate: Double) -> Int { max(1, Int((sampleRate / hertz).rounded())) }
}
