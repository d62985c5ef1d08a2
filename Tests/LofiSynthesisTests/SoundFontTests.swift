import Foundation
import Testing
@testable import LofiSoundFont
@testable import LofiSynthesis

@Suite("SoundFonts")
struct SoundFontTests {
    private static let kit = PresetChoice.Preset(font: .file(""), bank: 128, program: 0)

    /// A font whose one preset has the zone.
    private func font(
        samples: [Double] = SamplePlayerTests.wave, loop: Range<Int>? = nil,
        _ settings: [(SoundFontDesign.Generator, Int)]
    ) throws -> SoundFont {
        var design = SoundFontDesign()
        let sample = design.add(
            SoundFontDesign.Sample(
                name: "tone", samples: samples, sampleRate: 44100, rootKey: 60, correctionCents: 0, loop: loop))
        let zone = SoundFontDesign.Zone(keys: 40...72, sample: sample, settings: settings)
        let instrument = design.add(SoundFontDesign.Instrument(name: "kit", zones: [zone]))
        design.presets = [SoundFontDesign.Preset(name: "kit", bank: 128, program: 0, instrument: instrument)]
        let url = FileManager.default.temporaryDirectory.appending(path: "font-\(UUID().uuidString).sf2")
        try Data(SoundFontWriter.bytes(design)).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try SoundFont.load(.file(url.path))
    }

    /// Timecents of 16 s.
    private static let slow = (SoundFontDesign.Generator.release, 4800)

    @Test("A sound rings as long as its release, or as the rest of its sample; other keys count for nothing")
    func ringing() throws {
        let looped = try font(loop: 100..<300, [Self.slow, (.sampleModes, 1)])
        #expect(try abs(looped.ringSeconds(Self.kit, keys: [60]) - 16) < 0.01)
        #expect(try looped.ringSeconds(Self.kit, keys: [80]) == 0)
        // 400 frames at their own pitch, and two semitones more.
        for loop in [nil, 100..<300] {
            let once = try font(loop: loop, [Self.slow, (.sampleModes, loop == nil ? 0 : 3)])
            let seconds = try once.ringSeconds(Self.kit, keys: [60])
            #expect(seconds > 400.0 / 44100 && seconds < 450.0 / 44100)
            #expect(try abs(once.ringSeconds(Self.kit, keys: [48, 60]) / seconds - 2) < 0.01)
        }
        #expect(try abs(font([(.release, -1200)]).ringSeconds(Self.kit, keys: [60]) - 0.0102) < 0.001)
    }

    @Test("A preset that makes no sound is told, with the reason")
    func silence() throws {
        func reason(_ font: SoundFont) throws -> String? { try font.silence(of: font.presets[0]) }
        #expect(try reason(font([])) == nil)
        #expect(try reason(font(samples: [Double](repeating: 0, count: 400), [])) == "its samples are silent")
    }
}
