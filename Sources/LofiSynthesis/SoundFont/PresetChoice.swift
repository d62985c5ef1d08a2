import LofiPlugin
import LofiScore

/// Chooses the preset and font for a part, and reports substitutions.
///
/// FluidSynth silently substitutes missing presets; here the order is fixed and each substitution is reported: the same
/// program in bank 0 of the font, then the built-in font.
struct PresetChoice {
    struct Preset: Hashable, Sendable {
        let font: SoundFontSource
        let bank: Int
        let program: Int
    }

    private let font: SoundFont
    private var builtIn: SoundFont?
    private var chosen: [Wanted: Preset] = [:]
    private(set) var warnings: [String] = []

    private struct Wanted: Hashable {
        let bank: Int
        let program: Int
        let drums: Bool
    }

    init(_ font: SoundFont) {
        self.font = font
        builtIn = font.source == .builtIn ? font : nil
    }

    /// The font of a chosen preset.
    func font(_ preset: Preset) -> SoundFont { preset.font == font.source ? font : builtIn ?? font }

    mutating func preset(bank: Int, program: Int, drums: Bool) throws(SynthesisError) -> Preset {
        let wanted = Wanted(bank: bank, program: program, drums: drums)
        if let known = chosen[wanted] { return known }
        let preset = try find(wanted)
        chosen[wanted] = preset
        return preset
    }

    private mutating func find(_ wanted: Wanted) throws(SynthesisError) -> Preset {
        // General MIDI devices take the bank number from the bank select MSB.
        let banks = wanted.drums ? [128] : wanted.bank == 0 ? [0] : [wanted.bank, wanted.bank >> 7, 0]
        for bank in banks where font.has(bank: bank, program: wanted.program) {
            if bank != banks[0] { report(wanted, plays: "bank \(bank) program \(wanted.program)") }
            return Preset(font: font.source, bank: bank, program: wanted.program)
        }
        if wanted.drums {
            for program in Self.nearestKits(wanted.program) where font.has(bank: 128, program: program) {
                report(wanted, plays: program == 0 ? "its standard kit" : "its kit \(program)")
                return Preset(font: font.source, bank: 128, program: program)
            }
        }
        let own: SoundFont
        if let builtIn { own = builtIn } else { own = try SoundFont.load(.builtIn) }
        builtIn = own
        let bank = wanted.drums ? 128 : 0
        for program in [wanted.program, 0] where own.has(bank: bank, program: program) {
            report(wanted, plays: "the built-in SoundFont's \(wanted.drums ? "kit" : "program") \(program)")
            return Preset(font: .builtIn, bank: bank, program: program)
        }
        throw .soundFont(
            font.source.description, reason: "no preset for \(wanted.drums ? "drums" : "program \(wanted.program)")")
    }

    /// The kits most similar to a missing GS kit: for brushes the jazz kit, for the 808 another drum machine.
    private static func nearestKits(_ program: Int) -> [Int] {
        switch program {
        case 40: [32, 0]
        case 25: [24, 26, 0]
        case 24, 26: [25, 24, 0]
        default: [0]
        }
    }

    private mutating func report(_ wanted: Wanted, plays substitute: String) {
        let name = wanted.drums ? "drum kit \(wanted.program)" : "bank \(wanted.bank) program \(wanted.program)"
        warnings.append("\(font.source) has no \(name); \(substitute) plays instead")
    }
}
