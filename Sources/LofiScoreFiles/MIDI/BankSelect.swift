/// The banks that mean the same to every device of a standard, by the coarse half of their number (controller 0).
enum BankSelect {
    /// General MIDI 2, section 3.3.1.
    static let rhythm = 120
    static let melodic = 121
    /// XG 1.26: kits of sound effects, and drums.
    static let effectKit = 126
    static let drums = 127

    /// Whether a program in that bank is a drum kit; nil leaves it to the channel's number.
    ///
    /// Files often name no standard: then GM2's and XG's banks hold. In GS 126 and 127 are the melodic sounds of older devices.
    static func isDrums(bank: Int, standard: SystemMessage.Standard?) -> Bool? {
        switch (bank, standard) {
        case (rhythm, _): true
        case (drums, let standard) where standard != .gs: true
        case (effectKit, .xg): true
        case (melodic, let standard) where standard != .gs && standard != .xg: false
        default: nil
        }
    }

    /// The number of a bank (`Part.bank`); in GM2's melodic one the fine half counts alone.
    static func number(coarse: Int, fine: Int) -> Int { coarse == melodic ? fine : coarse << 7 | fine }
}
