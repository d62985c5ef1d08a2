import Foundation
import LofiScore
import Testing
@testable import LofiSoundFont

@Suite("The drum kits of the built-in SoundFont")
struct DrumKitTests {
    /// Computed once: it takes seconds.
    private static let design = LofiKit.design()
    private var design: SoundFontDesign { Self.design }

    private func zones(_ kit: DrumKit) throws -> [SoundFontDesign.Zone] {
        try #require(design.instruments.first { $0.name == "kit \(kit.rawValue)" }).zones
    }

    /// The samples that a key plays at a velocity: one, or left and right.
    private func samples(_ kit: DrumKit, _ key: Int, _ velocity: Int) throws -> [SoundFontDesign.Sample] {
        try zones(kit).filter { $0.keys.contains(key) && $0.velocities.contains(velocity) }
            .map { design.samples[$0.sample] }
    }

    @Test("Every kit has a sound on each key from 27 to 87, in two layers, at least 14 different ones")
    func kits() throws {
        for kit in DrumKit.allCases {
            for key in 27...87 {
                for velocity in [1, 29, 30, 47, 48, 89, 90, 127] {
                    let channels = try samples(kit, key, velocity).map(\.channel)
                    #expect(channels == [.mono] || channels == [.left, .right], "\(kit) \(key) \(velocity)")
                }
                #expect(try samples(kit, key, 40).map(\.name) != samples(kit, key, 100).map(\.name))
            }
            #expect(Set(try (27...87).map { try samples(kit, $0, 100)[0].name }).count >= 14)
        }
    }

    @Test("Ghost notes of kick, snare, hat and ride have a layer of their own")
    func ghosts() throws {
        for kit in [DrumKit.dusty, .brushes] {
            for key in [36, 38, 42, 51] {
                #expect(Set(try [40, 70, 110].map { try samples(kit, key, $0)[0].name }).count == 3, "\(kit) \(key)")
            }
        }
    }

    @Test("A hat, kick and snare take turns between two samples within a drummer's spread of velocity")
    func turns() throws {
        for kit in [DrumKit.dusty, .brushes] {
            for key in [36, 38, 42] {
                for layer in [48...89, 90...127] {
                    let played = try layer.map { try samples(kit, key, $0)[0].name }
                    #expect(zip(played, played.dropFirst(6)).allSatisfy { $0 != $1 } && Set(played).count == 2)
                }
            }
        }
    }

    @Test("The samples of a stereo pair name each other, match in length and rate, and are panned hard")
    func pairs() throws {
        let headers = try #require(try SoundFontFile.check(LofiKit.soundFont()).records["shdr"])
        for (index, sample) in design.samples.enumerated() where sample.channel != .mono {
            let other = sample.channel == .left ? index + 1 : index - 1
            #expect(design.samples[other].channel == (sample.channel == .left ? .right : .left))
            #expect(design.samples[other].samples.count == sample.samples.count)
            #expect(design.samples[other].sampleRate == sample.sampleRate)
            #expect(SoundFontFile.little(headers, index * 46 + 42, 2) == other)
            #expect(SoundFontFile.little(headers, index * 46 + 44, 2) == (sample.channel == .left ? 4 : 2))
        }
        for zone in try DrumKit.allCases.flatMap({ try zones($0) }) {
            let pan = zone.settings.first { $0.0 == .pan }?.1 ?? 0
            let expected =
                switch design.samples[zone.sample].channel {
                case .mono: 0
                case .left: -500
                case .right: 500
                }
            #expect(pan == expected)
        }
    }
}
