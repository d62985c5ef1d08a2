import LofiPlugin
import LofiScore

/// Which preset of which font plays a part, and what to say where it is not the one that was asked for.
///
/// FluidSynth itself puts another preset in the place of a missing one without a word; here the order is fixed and each
/// substitution is reported: the same program of the font's basic bank, then the built-in font.
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

    /// The font of a preset that was chosen.
    func font(_ preset: Preset) -> SoundFont { preset.font == font.source ? font : builtIn ?? font }

    mutating func preset(bank: Int, program: Int, drums: Bool) throws(SynthesisError) -> Preset {
        let wanted = Wanted(bank: bank, program: program, drums: drums)
        if let known = chosen[wanted] { return known }
        let preset = try find(wanted)
        chosen[wanted] = preset
        return preset
    }

    private mutating func find(_ wanted: Wanted) throws(SynthesisError) -> Preset {
        // A bank select's coarse half is what General MIDI devices read as the bank.
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

    /// What comes nearest to a kit of the GS order that a font lacks: for brushes the jazz kit, for the 808 another machine.
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
