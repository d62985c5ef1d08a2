/// Banks with a fixed meaning in a standard, by bank select MSB (controller 0).
enum BankSelect {
    /// General MIDI 2, section 3.3.1.
    static let rhythm = 120
    static let melodic = 121
    /// XG 1.26: sound effect kits, and drum kits.
    static let effectKit = 126
    static let drums = 127

    /// Whether a program in this bank is a drum kit; nil if the channel number decides.
    ///
    /// Many files do not name a standard; the banks of GM2 and XG then apply. In GS, 126 and 127 are the melodic sounds
    /// of older devices.
    static func isDrums(bank: Int, standard: SystemMessage.Standard?) -> Bool? {
        switch (bank, standard) {
        case (rhythm, _): true
        case (drums, let standard) where standard != .gs: true
        case (effectKit, .xg): true
        case (melodic, let standard) where standard != .gs && standard != .xg: false
        default: nil
        }
    }

    /// Bank number (`Part.bank`); for the melodic bank of GM2 only the LSB counts.
    static func number(coarse: Int, fine: Int) -> Int { coarse == melodic ? fine : coarse << 7 | fine }
}
