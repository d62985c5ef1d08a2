/// A SoundFont to be written: samples, instruments made of zones, and presets.
struct SoundFontDesign {
    struct Sample {
        let name: String
        /// Values of ±1.
        var samples: [Double]
        let sampleRate: Int
        let rootKey: Int
        /// Pitch correction in cents, -50…50.
        let correctionCents: Int
        /// Loop over whole periods, in frames; nil plays once.
        let loop: Range<Int>?
        /// Channel of a stereo pair.
        var channel = Channel.mono

        /// A channel, as sfSampleType numbers them (section 7.10).
        enum Channel: Int {
            case mono = 1
            case right = 2
            case left = 4
        }

        mutating func scale(_ factor: Double) { for index in samples.indices { samples[index] *= factor } }

        mutating func scale(rms: Double) {
            scale(rms / (samples.reduce(0) { $0 + $1 * $1 } / Double(samples.count)).squareRoot())
        }

        mutating func normalise(peak: Double) { scale(peak / (samples.map { abs($0) }.max() ?? 1)) }
    }

    typealias Generator = SoundFontGenerator

    /// A modulator that changes a generator with the note-on velocity (SoundFont 2.04, section 8.2).
    struct Modulator {
        /// Note-on velocity, linear, from 0 to 1 (section 8.2.1).
        enum Source: UInt16 {
            case velocity = 0x0002
            /// Inverted velocity: 1 at velocity 0, 0 at 127.
            case inverseVelocity = 0x0102
        }

        let source: Source
        let destination: Generator
        /// Amount in the destination's units, at a source of 1.
        let amount: Int

        init(_ source: Source, to destination: Generator, amount: Int) {
            (self.source, self.destination, self.amount) = (source, destination, amount)
        }
    }

    /// A range of keys and velocities with the sample it plays.
    struct Zone {
        var keys: ClosedRange<Int>
        /// MIDI velocities.
        var velocities: ClosedRange<Int> = 0...127
        /// Index of the sample.
        var sample: Int
        var settings: [(Generator, Int)] = []
        var modulators: [Modulator] = []
    }

    struct Instrument {
        let name: String
        let zones: [Zone]
    }

    /// A bank and program with the index of its instrument.
    struct Preset {
        let name: String
        let bank: Int
        let program: Int
        let instrument: Int
    }

    var samples: [Sample] = []
    var instruments: [Instrument] = []
    var presets: [Preset] = []

    /// Adds a sample and returns its index.
    mutating func add(_ sample: Sample) -> Int {
        samples.append(sample)
        return samples.count - 1
    }

    /// Adds a stereo pair and returns the index of its left sample; the right one follows.
    mutating func add(left: Sample, right: Sample) -> Int {
        samples += [left, right]
        samples[samples.count - 2].channel = .left
        samples[samples.count - 1].channel = .right
        return samples.count - 2
    }

    /// Adds an instrument and returns its index.
    mutating func add(_ instrument: Instrument) -> Int {
        instruments.append(instrument)
        return instruments.count - 1
    }
}
