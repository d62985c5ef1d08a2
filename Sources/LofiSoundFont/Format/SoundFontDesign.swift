/// A SoundFont as it will be written: samples, instruments made of zones, presets.
struct SoundFontDesign {
    struct Sample {
        let name: String
        /// ±1.
        var samples: [Double]
        let sampleRate: Int
        let rootKey: Int
        /// What has to be added to the sample's pitch, cents, -50…50.
        let correctionCents: Int
        /// Whole periods; nil plays once.
        let loop: Range<Int>?

        mutating func scale(_ factor: Double) { for index in samples.indices { samples[index] *= factor } }

        mutating func normalise(peak: Double) { scale(peak / (samples.map { abs($0) }.max() ?? 1)) }
    }

    typealias Generator = SoundFontGenerator

    /// SoundFont 2.04, section 8.2: what moves a generator while the note is struck.
    struct Modulator {
        /// Section 8.2.1: note-on velocity, linear, from 0 to 1.
        enum Source: UInt16 {
            case velocity = 0x0002
            /// 1 at velocity 0, and nothing at 127.
            case softness = 0x0102
        }

        let source: Source
        let destination: Generator
        /// In the destination's units, at a source of 1.
        let amount: Int

        init(_ source: Source, to destination: Generator, amount: Int) {
            (self.source, self.destination, self.amount) = (source, destination, amount)
        }
    }

    struct Zone {
        var keys: ClosedRange<Int>
        var velocities: ClosedRange<Int> = 0...127
        var sample: Int
        var settings: [(Generator, Int)] = []
        var modulators: [Modulator] = []
    }

    struct Instrument {
        let name: String
        let zones: [Zone]
    }

    struct Preset {
        let name: String
        let bank: Int
        let program: Int
        let instrument: Int
    }

    var samples: [Sample] = []
    var instruments: [Instrument] = []
    var presets: [Preset] = []

    mutating func add(_ sample: Sample) -> Int {
        samples.append(sample)
        return samples.count - 1
    }

    mutating func add(_ instrument: Instrument) -> Int {
        instruments.append(instrument)
        return instruments.count - 1
    }
}
