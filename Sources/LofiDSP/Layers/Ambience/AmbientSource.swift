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

/// A source whose slow parts change from one control step to the next.
protocol SteppedSource: AmbientSource {
    /// Frames per control step (`ControlGrid`).
    var gridFrames: Int { get }
    /// Frames until the next step; 0 at first.
    var framesLeft: Int { get set }
    /// Maximum number of frames that `sound` takes at once.
    static var chunk: Int { get }

    /// Sets what changes until the next step.
    mutating func step()
    /// Mixes frames of one step into the block.
    mutating func sound(_ block: AudioBlock)
    /// Advances within one step without sounding (`skip`).
    mutating func pass(_ frames: Int)
}

extension SteppedSource {
    static var chunk: Int { .max }

    mutating func add(to block: AudioBlock) {
        advance(block.count, by: Self.chunk) { source, frames in
            source.sound(AudioBlock(rebasing: block[frames]))
        }
    }

    mutating func skip(_ block: AudioBlock) {
        advance(block.count, by: .max) { source, frames in source.pass(frames.count) }
    }

    @inline(__always)
    private mutating func advance(_ count: Int, by chunk: Int, _ body: (inout Self, Range<Int>) -> Void) {
        var index = 0
        while index < count {
            if framesLeft == 0 {
                framesLeft = gridFrames
                step()
            }
            let frames = index..<(index + min(framesLeft, count - index, chunk))
            body(&self, frames)
            framesLeft -= frames.count
            index = frames.upperBound
        }
    }
}

/// The control-rate grid: 4 ms, well below the 50 ms period of the fastest modulation measured (20 Hz).
enum ControlGrid {
    static let hertz = 250.0

    /// Returns the frames per control step at this sample rate.
    static func frames(_ sampleRate: Double) -> Int { max(1, Int((sampleRate / hertz).rounded())) }
}
