import LofiScore
import LofiPlugin

/// The built-in SoundFont, synthesised without any recordings.
///
/// Tuned to measured instruments: partials of a 1977 Rhodes in five velocity layers, a grand piano's two-stage decay
/// and inharmonicity, guitars, and lo-fi drum one-shots.
public enum LofiKit {
    /// Returns the file, the same bytes on every machine.
    public static func soundFont() -> [UInt8] { SoundFontWriter.bytes(design()) }

    static func design() -> SoundFontDesign {
        var design = SoundFontDesign()
        var instruments: [InstrumentName: Int] = [:]
        for name in InstrumentName.allCases {
            var random = RandomStream(seed: 1, place: "kit/\(name.rawValue)")
            instruments[name] = design.add(PitchedInstruments.make(name, into: &design, random: &random))
        }
        for program in 0..<128 {
            let name = nearest(to: program)
            guard let instrument = instruments[name] else { continue }
            // A program played by another instrument keeps its General MIDI name.
            let title = name.program == program ? name.rawValue : GeneralMIDI.programNames[program]
            design.presets.append(
                SoundFontDesign.Preset(name: title, bank: 0, program: program, instrument: instrument))
        }
        var random = RandomStream(seed: 1, place: "kit/shared")
        let shared = DrumKits.zones(DrumKits.shared, named: "all", into: &design, random: &random)
        for kit in DrumKit.allCases {
            var random = RandomStream(seed: 1, place: "kit/\(kit.rawValue)")
            let instrument = design.add(DrumKits.make(kit, shared: shared, into: &design, random: &random))
            // The other kits in GS order: room, power and orchestra play the dusty kit, electronic the 808, jazz the
            // brushes.
            let programs: [Int] =
                switch kit {
                case .dusty: [0, 8, 16, 48]
                case .eightOhEight: [24, 25]
                case .brushes: [32, 40]
                }
            for program in programs {
                design.presets.append(
                    SoundFontDesign.Preset(
                        name: "kit \(kit.rawValue)", bank: 128, program: program, instrument: instrument))
            }
        }
        return design
    }

    /// Returns the instrument that plays a General MIDI program.
    static func nearest(to program: Int) -> InstrumentName {
        switch program {
        case 0...3: .feltPiano
        case 4: .tinePiano
        case 5...7: .reedPiano
        case 8, 9, 10, 14, 108, 112: .musicBox
        case 11...13, 98, 113...115: .vibraphone
        case 15, 24, 25, 26, 31, 45, 46, 104...107: .nylonGuitar
        case 27...30, 120: .mutedGuitar
        case 32...35, 43: .uprightBass
        case 36...39, 47, 58, 87, 116...118: .subBass
        case 16...20, 44, 48...55, 88...97, 99...103, 119, 122: .warmPad
        default: .fluteLead
        }
    }
}
