import LofiAudioFile
import LofiDSP
import LofiPlugin

/// An audio file measured by the master's own meters.
public struct MeteredFile: CustomStringConvertible {
    /// The path as given to `init(path:)`.
    public let path: String
    /// Integrated loudness (LUFS), loudness range (LU) and true peak (dBTP).
    public let loudness, range, truePeak: Double

    /// Measures the file at `path`.
    public init(path: String) throws {
        self.path = path
        let reader = try AudioFileReader(path: path)
        let meter = LoudnessMeter(sampleRate: Double(reader.sampleRate))
        let peak = TruePeakMeter()
        var frames = [StereoFrame](repeating: .zero, count: 8192)
        var read = 1
        while read > 0 {
            read = try frames.withUnsafeMutableBufferPointer { buffer in
                let read = try reader.read(into: buffer)
                meter.add(AudioBlock(rebasing: buffer[..<read]))
                peak.add(AudioBlock(rebasing: buffer[..<read]))
                return read
            }
        }
        (loudness, range, truePeak) = (meter.integrated, meter.loudnessRange, peak.peakDecibels)
    }

    /// Loudness, range and true peak with two decimals, then the path.
    public var description: String {
        [loudness, range, truePeak].map { Signals.text($0, digits: 2) }.joined(separator: " ") + " \(path)"
    }
}
