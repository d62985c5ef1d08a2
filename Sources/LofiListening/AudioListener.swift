import LofiPlatform
import LofiPlugin
import LofiScore

/// Listens to a recording block by block, and then knows its beats, bars, tempo, key and harmony.
///
/// Memory: 5 kB a second of audio for what has been measured and what is found in it, 18 MB for an hour.
public final class AudioListener {
    private let onsets: OnsetStrength
    private let pitches: PitchSpectrum
    private let sampleRate: Int
    private var frameCount = 0
    private var sounding: ClosedRange<Int>?
    private var mono: [Float] = []

    /// -60 dBFS: what is quieter is silence or the noise before the music.
    private static let silence: Float = 0.001

    /// - Parameter sampleRate: in Hz, 8000…192000.
    public init(sampleRate: Int) {
        self.sampleRate = sampleRate
        onsets = OnsetStrength(sampleRate: Double(sampleRate))
        pitches = PitchSpectrum(sampleRate: Double(sampleRate))
    }

    /// Hears the next frames.
    public func add(_ block: AudioBlock) {
        mono.removeAll(keepingCapacity: true)
        for (index, frame) in block.enumerated() {
            let sample = (frame.x + frame.y) / 2
            mono.append(sample)
            if abs(sample) > Self.silence {
                let place = frameCount + index
                sounding = (sounding?.lowerBound ?? place)...place
            }
        }
        frameCount += block.count
        mono.withUnsafeBufferPointer { mono in
            onsets.add(mono)
            pitches.add(mono)
        }
    }

    /// What has been heard; call it once, when nothing more is to be added.
    public func finish() -> HeardMusic {
        onsets.finish()
        pitches.finish()
        let rate = Double(sampleRate)
        return HeardMusic(
            onsets: onsets.bands, chroma: pitches.chroma, tuningCents: pitches.tuningCents,
            seconds: Double(frameCount) / rate,
            soundingSeconds: sounding.map { Double($0.lowerBound) / rate...Double($0.upperBound) / rate } ?? 0...0)
    }
}
