import LofiPlatform
import LofiPlugin

/// A recording as the stem of the mix that is not synthesized.
///
/// Used by one thread at a time.
final class AudioLane: StemLane, @unchecked Sendable {
    private let stream: AudioSong.Stream
    private let blocks: [StemBlock]
    private let piece: AudioBlock

    let warnings: [String] = []
    /// The recording ends with its last frame.
    let tailFrames = 0

    /// - Throws: `FileError`.
    init(_ song: AudioSong, sampleRate: Int, slots: Int, blockFrames: Int) throws(FileError) {
        stream = try song.open(sampleRate: sampleRate)
        blocks = (0..<slots).map { _ in StemBlock(stemCount: 1, capacityFrames: blockFrames) }
        piece = .allocate(capacity: blockFrames)
        piece.initialize(repeating: .zero)
    }

    deinit { piece.deallocate() }

    func synthesise(slot: Int) throws {
        let count = try stream.read(into: piece)
        let (left, right) = (blocks[slot].left(0), blocks[slot].right(0))
        for index in piece.indices {
            let frame = index < count ? piece[index] : .zero
            (left[index], right[index]) = (frame.x, frame.y)
        }
    }

    func stem(_ stem: Int, slot: Int) -> (left: UnsafePointer<Float>, right: UnsafePointer<Float>) {
        (UnsafePointer(blocks[slot].left(0)), UnsafePointer(blocks[slot].right(0)))
    }
}
