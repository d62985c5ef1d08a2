import Foundation
import LofiScore
import Testing
@testable import LofiSoundFont
@testable import LofiSynthesis

@Suite("The built-in SoundFont")
struct LofiKitTests {
    private let design = LofiKit.design()

    @Test("The committed file is what the code writes, and at most 16 MB")
    func committed() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../SoundFonts/lofi-kit.sf2")
            .standardized
        let built = LofiKit.soundFont()
        #expect([UInt8](try Data(contentsOf: path)) == built)
        #expect(EmbeddedSoundFont.bytes.elementsEqual(built))
        #expect(built.count <= 16_000_000)
    }

    @Test("All 128 programs and the kits are there")
    func presets() throws {
        let font = try SoundFontFile.check(LofiKit.soundFont())
        #expect(font.presets.filter { $0.bank == 0 }.map(\.program) == Array(0..<128))
        for kit in DrumKit.allCases { #expect(font.presets.contains { $0.bank == 128 && $0.program == kit.program }) }
    }

    @Test("No sample is silent or clipped, and loops close without a step")
    func samples() throws {
        for sample in design.samples {
            let peak = sample.samples.map { abs($0) }.max() ?? 0
            // The noise of a release is soft, and one channel of a triangle panned to a side.
            let minimum = sample.name.hasSuffix(" off") ? 0.01 : sample.channel == .mono ? 0.2 : 0.1
            #expect(peak > minimum && peak <= 0.95, "\(sample.name)")
            guard let loop = sample.loop else { continue }
            let (first, last) = (sample.samples[loop.lowerBound], sample.samples[loop.upperBound - 1])
            let slope = sample.samples[loop.lowerBound + 1] - first
            let largest = zip(sample.samples, sample.samples.dropFirst()).map { abs($1 - $0) }.max() ?? 1
            #expect(abs(first - last - slope) <= largest, "\(sample.name)")
        }
    }

    @Test("Loops hold whole periods of the note, within half a cent")
    func tuning() throws {
        for sample in design.samples {
            guard let loop = sample.loop, !sample.name.hasSuffix(" off") else { continue }
            let hertz = 440 * pow(2, (Double(sample.rootKey) - 69) / 12)
            let periods = (Double(loop.count) / Double(sample.sampleRate) * hertz).rounded()
            let sounding = periods * Double(sample.sampleRate) / Double(loop.count)
            #expect(abs(1200 * log2(hertz / sounding) - Double(sample.correctionCents)) < 0.5, "\(sample.name)")
        }
    }

    @Test("A tine piano brightens as it is struck harder")
    func brightness() throws {
        let layers = design.samples.filter { $0.name.hasPrefix("tine-piano 47.") }
        #expect(layers.count == 5)
        // Level of the second partial against the first, as measured on the Rhodes: -24 to +10 dB.
        let ratios = layers.map { sample -> Double in
            let hertz = 440 * pow(2, (47.0 - 69) / 12)
            func level(_ n: Double) -> Double {
                var (c, s) = (0.0, 0.0)
                for (index, value) in sample.samples[1000..<7000].enumerated() {
                    let angle = 2 * Double.pi * hertz * n * Double(index) / Double(sample.sampleRate)
                    c += value * cos(angle)
                    s += value * sin(angle)
                }
                return 10 * log10(c * c + s * s)
            }
            return level(2) - level(1)
        }
        #expect(ratios[0] < -20 && zip(ratios, ratios.dropFirst()).allSatisfy { $0 < $1 - 4 })
    }

    @Test("Every root of a pitched instrument is brighter in its hardest layer than in its softest")
    func brightensOnEveryKey() throws {
        // The mean square slope over the mean square, in the first 0.5 s, grows with the square of the centroid.
        func brightness(_ sample: SoundFontDesign.Sample) -> Double {
            let heard = sample.samples.prefix(sample.sampleRate / 2)
            let slope = zip(heard, heard.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
            return slope.squareRoot() * Double(sample.sampleRate) / heard.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
        for name in InstrumentName.allCases where name != .warmPad {
            let layers = Dictionary(
                grouping: design.samples.filter {
                    $0.name.hasPrefix("\(name.rawValue) ") && !$0.name.hasSuffix(" off")
                }, by: \.rootKey)
            #expect(layers.count > 5)
            for (root, samples) in layers {
                let (soft, hard) = (try #require(samples.first), try #require(samples.last))
                #expect(brightness(hard) > 1.25 * brightness(soft), "\(name) \(root)")
            }
        }
    }

    @Test("A repeated note takes turns between two samples within a player's spread of velocity")
    func takes() throws {
        // A pad has one recording per side.
        for name in InstrumentName.allCases where name != .warmPad {
            let zones = try #require(design.instruments.first { $0.name == name.rawValue }).zones
            for key in [40, 60, 80] {
                let played = (40...127).map { velocity in
                    zones.first { $0.keys.contains(key) && $0.velocities.contains(velocity) }?.sample
                }
                #expect(played.allSatisfy { $0 != nil }, "\(name) key \(key)")
                #expect(zip(played, played.dropFirst(6)).allSatisfy { $0 != $1 }, "\(name) key \(key)")
            }
        }
    }

    @Test("Each note of a pitched instrument plays one sample and at most one release noise; a pad plays two")
    func voices() throws {
        for name in InstrumentName.allCases {
            let zones = try #require(design.instruments.first { $0.name == name.rawValue }).zones
            for (key, velocity) in [(36, 1), (50, 40), (60, 78), (72, 100), (90, 127)] {
                let sounding = zones.filter { $0.keys.contains(key) && $0.velocities.contains(velocity) }
                    .map { design.samples[$0.sample].name }
                #expect(sounding.filter { !$0.hasSuffix(" off") }.count == (name == .warmPad ? 2 : 1))
                #expect(sounding.filter { $0.hasSuffix(" off") }.count <= 1)
            }
        }
    }

    @Test("An odd chunk may lack its padding, as the sample data of .sf3 files does")
    func oddChunk() throws {
        var bytes = LofiKit.soundFont()
        let smpl = try #require((12..<400).first { bytes[$0..<($0 + 4)].elementsEqual("smpl".utf8) })
        func grow(at offset: Int) {
            var size = bytes[offset..<(offset + 4)].reversed().reduce(0) { $0 << 8 | UInt32($1) }
            size += 1
            for place in 0..<4 { bytes[offset + place] = UInt8(truncatingIfNeeded: size >> (8 * place)) }
        }
        let count = bytes[(smpl + 4)..<(smpl + 8)].reversed().reduce(0) { $0 << 8 | Int($1) }
        bytes.insert(0x11, at: smpl + 8 + count)
        // The RIFF file, the list around and the chunk itself.
        for offset in [4, smpl - 8, smpl + 4] { grow(at: offset) }
        #expect(try SoundFontFile.check(bytes).presets == SoundFontFile.check(LofiKit.soundFont()).presets)
    }

    @Test("A font that is broken is refused with the reason")
    func broken() {
        let good = LofiKit.soundFont()
        #expect(throws: SoundFontFileError.self) { try SoundFontFile.check(Array(good.prefix(good.count / 2))) }
        #expect(throws: SoundFontFileError.self) { try SoundFontFile.check([]) }
        #expect(throws: SoundFontFileError.self) {
            try SoundFontFile.check(Array("RIFF".utf8) + [UInt8](repeating: 0, count: 100))
        }
    }
}
