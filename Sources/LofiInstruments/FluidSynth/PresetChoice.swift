import LofiScore

/// Which preset of which font plays a part, and what to say where it is not the one that was asked for.
///
/// FluidSynth itself puts another preset in the place of a missing one without a word; here the order is fixed and each
/// substitution is reported: the same program of the font's basic bank, then the built-in font.
struct PresetChoice {
    let synthesizer: FluidSynthesizer
    let source: SoundFontSource
    private let font: Int32
    private var builtIn: Int32?
    private var chosen: [Wanted: FluidSynthesizer.Preset] = [:]
    private(set) var warnings: [String] = []

    private struct Wanted: Hashable {
        let bank: Int
        let program: Int
        let drums: Bool
    }

    init(source: SoundFontSource, synthesizer: FluidSynthesizer) throws(SynthesisError) {
        self.synthesizer = synthesizer
        self.source = source
        font = try synthesizer.load(source)
        builtIn = source == .builtIn ? font : nil
    }

    mutating func preset(bank: Int, program: Int, drums: Bool) throws(SynthesisError) -> FluidSynthesizer.Preset {
        let wanted = Wanted(bank: bank, program: program, drums: drums)
        if let known = chosen[wanted] { return known }
        let preset = try find(wanted)
        chosen[wanted] = preset
        return preset
    }

    private mutating func find(_ wanted: Wanted) throws(SynthesisError) -> FluidSynthesizer.Preset {
        // A bank select's coarse half is what General MIDI devices read as the bank.
        let banks = wanted.drums ? [128] : wanted.bank == 0 ? [0] : [wanted.bank, wanted.bank >> 7, 0]
        let exact = FluidSynthesizer.Preset(font: font, bank: banks[0], program: wanted.program)
        for bank in banks {
            let preset = FluidSynthesizer.Preset(font: font, bank: bank, program: wanted.program)
            guard synthesizer.has(preset) else { continue }
            if preset != exact { report(wanted, plays: "bank \(bank) program \(wanted.program)") }
            return preset
        }
        if wanted.drums {
            for program in Self.nearestKits(wanted.program) {
                let kit = FluidSynthesizer.Preset(font: font, bank: 128, program: program)
                guard synthesizer.has(kit) else { continue }
                report(wanted, plays: program == 0 ? "its standard kit" : "its kit \(program)")
                return kit
            }
        }
        let own: Int32
        if let builtIn { own = builtIn } else { own = try synthesizer.load(.builtIn) }
        builtIn = own
        let programs = [wanted.program, 0]
        for program in programs {
            let preset = FluidSynthesizer.Preset(font: own, bank: wanted.drums ? 128 : 0, program: program)
            guard synthesizer.has(preset) else { continue }
            report(wanted, plays: "the built-in SoundFont's \(wanted.drums ? "kit" : "program") \(program)")
            return preset
        }
        throw .soundFont(
            source.description, reason: "no preset for \(wanted.drums ? "drums" : "program \(wanted.program)")")
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
        warnings.append("\(source) has no \(name); \(substitute) plays instead")
    }
}
