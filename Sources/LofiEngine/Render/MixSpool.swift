import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin

/// Stores the mix between the two passes, in memory if it is short and otherwise in an unnamed temporary file.
///
/// The second pass needs the loudness of the whole song before it can write the first frame.
final class MixSpool {
    /// Maximum length kept in memory: 16 MiB, 47 s at 44.1 kHz, so that an hour-long song needs well below 64 MiB more than a
    /// short one.
    static let memoryFrames = 1 << 21
    /// Number of frames per write to the file.
    private static let chunkFrames = 1 << 15

    private(set) var frameCount = 0
    private let folder: String
    private var memory: UnsafeMutableBufferPointer<StereoFrame>
    private var buffered = 0
    private var descriptor: Int32 = -1
    private var readFrame = 0

    /// - Parameters:
    ///   - folder: folder for the temporary file, if one is needed.
    ///   - expectedFrames: expected length of the mix.
    ///   - memoryFrames: maximum length kept in memory.
    init(folder: String, expectedFrames: Int, memoryFrames: Int = MixSpool.memoryFrames) {
        self.folder = folder
        memory = .allocate(capacity: expectedFrames <= memoryFrames ? max(1, expectedFrames) : Self.chunkFrames)
    }

    deinit {
        memory.deallocate()
        if descriptor >= 0 { close(descriptor) }
    }

    func append(_ block: AudioBlock) throws(FileError) {
        var taken = 0
        while taken < block.count {
            let count = min(block.count - taken, memory.count - buffered)
            _ = UnsafeMutableBufferPointer(rebasing: memory[buffered..<(buffered + count)])
                .update(from: AudioBlock(rebasing: block[taken..<(taken + count)]))
            buffered += count
            taken += count
            if buffered == memory.count && (taken < block.count || descriptor >= 0) { try flush() }
        }
        frameCount += block.count
    }

    /// Finishes writing and moves to a frame.
    func rewind(toFrame frame: Int = 0) throws(FileError) {
        if descriptor >= 0 && buffered > 0 { try flush() }
        readFrame = frame
    }

    /// Reads the next frames into a block.
    /// - Returns: the number of frames read; 0 at the end.
    func read(into block: AudioBlock) throws(FileError) -> Int {
        let count = min(block.count, frameCount - readFrame)
        guard count > 0 else { return 0 }
        if descriptor < 0 {
            _ = block.update(from: AudioBlock(rebasing: memory[readFrame..<(readFrame + count)]))
        } else {
            let bytes = UnsafeMutableRawBufferPointer(AudioBlock(rebasing: block[0..<count]))
            let read = readAll(
                into: bytes, from: descriptor, at: readFrame * MemoryLayout<StereoFrame>.stride)
            guard read == bytes.count else {
                throw .cannotWrite(
                    "the intermediate file in \(folder)",
                    reason: "read back, \(read < 0 ? FileError.reason(errno) : "it is cut off")")
            }
        }
        readFrame += count
        return count
    }

    private func flush() throws(FileError) {
        if descriptor < 0 { descriptor = try NamelessFile.open(in: folder) }
        let code = writeAll(UnsafeRawBufferPointer(AudioBlock(rebasing: memory[0..<buffered])), to: descriptor)
        guard code == 0 else {
            throw .cannotWrite("the intermediate file in \(folder)", reason: FileError.reason(code))
        }
        buffered = 0
    }
}
