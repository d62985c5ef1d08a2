import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin

/// Where the master's pass puts the finished frames: a file, or the memory or a callback of an embedding program.
protocol RecordingSink {
    /// Sample rate, and the sample format, which decides whether there is dither.
    var format: AudioFormat { get }
    /// Folder for the mix between the two passes.
    var spoolFolder: String { get }
    /// Whether a trial pass is written too, because `begin` discards what was written before.
    var takesTrials: Bool { get }

    /// Begins a recording of exactly `frameCount` frames, from the start.
    mutating func begin(frameCount: Int) throws
    mutating func write(_ block: FinishedBlock) throws
    /// Ends the recording and hands it over, if it is the one to keep.
    /// - Parameter loudness: of the recording; nil for a trial to discard.
    mutating func finish(keeping loudness: ProgrammeLoudness?) throws
}

extension RecordingSink {
    /// What the format lacks for a loop; none for a song.
    func warnings(ofLoop isLoop: Bool) -> [String] {
        isLoop ? [format.container.loopProblem].compactMap { $0 } : []
    }
}

/// Finished frames, as floats and, if the format has integers, also in the upper bits of 32, interleaved, left first.
struct FinishedBlock {
    let frames: AudioBlock
    let samples: UnsafeMutablePointer<Int32>

    /// Digital silence without dither, to be deallocated.
    static func allocateSilence(capacity: Int) -> FinishedBlock {
        let frames = AudioBlock.allocate(capacity: capacity)
        frames.initialize(repeating: .zero)
        let samples = UnsafeMutablePointer<Int32>.allocate(capacity: 2 * capacity)
        samples.initialize(repeating: 0, count: 2 * capacity)
        return FinishedBlock(frames: frames, samples: samples)
    }

    func prefix(_ count: Int) -> FinishedBlock {
        FinishedBlock(frames: AudioBlock(rebasing: frames.prefix(count)), samples: samples)
    }

    func deallocate() {
        frames.deallocate()
        samples.deallocate()
    }
}

/// Collects the recording in memory.
struct MemorySink: RecordingSink {
    let format: AudioFormat
    let spoolFolder = NamelessFile.temporaryFolder
    let takesTrials = true
    private(set) var frames: [StereoFrame] = []

    init(sampleRate: Int) { format = .frames(sampleRate: sampleRate) }

    mutating func begin(frameCount: Int) {
        frames.removeAll(keepingCapacity: true)
        frames.reserveCapacity(frameCount)
    }

    mutating func write(_ block: FinishedBlock) { frames += block.frames }

    mutating func finish(keeping loudness: ProgrammeLoudness?) {}
}

/// Hands each block to a callback. What it has taken cannot be taken back, so trials are only measured.
struct CallbackSink: RecordingSink {
    let format: AudioFormat
    let spoolFolder = NamelessFile.temporaryFolder
    let takesTrials = false
    private let receive: ([StereoFrame]) throws -> Void

    init(sampleRate: Int, receive: @escaping ([StereoFrame]) throws -> Void) {
        (format, self.receive) = (.frames(sampleRate: sampleRate), receive)
    }

    func begin(frameCount: Int) {}

    func write(_ block: FinishedBlock) throws {
        if !block.frames.isEmpty { try receive(Array(block.frames)) }
    }

    func finish(keeping loudness: ProgrammeLoudness?) {}
}

extension AudioFormat {
    /// Frames as they leave the limiter, without dither.
    fileprivate static func frames(sampleRate: Int) -> AudioFormat {
        AudioFormat(container: .wav, sampleFormat: .float32, sampleRate: sampleRate)
    }
}
