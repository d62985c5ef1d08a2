/// Which parameter a channel's data entry (controllers 6, 38, 96, 97) goes to.
struct ParameterSelection {
    enum Parameter {
        /// RPN 0, 1, 2 and 6.
        case bendRange, fineTuning, coarseTuning, zone
        /// NRPN 120: a generator by its number (SoundFont 2.04, section 9.6).
        case generator(Int)
        /// NRPN 1 of GS and XG: what has a controller of its own as well.
        case soundController(Int)
    }

    private(set) var parameter: Parameter?

    private var isRegistered = true
    private var coarse = 127
    private var fine = 127
    private var generator = 0

    /// Fine halves of NRPN 1 in GS and XG, and the sound controllers that do the same (RP-021).
    private static let soundControllers = [
        0x08: 76, 0x09: 77, 0x0A: 78, 0x20: 74, 0x21: 71, 0x63: 73, 0x64: 75, 0x66: 72,
    ]

    /// Follows a controller 98…101.
    mutating func select(_ controller: Int, _ value: Int) {
        let isNowRegistered = controller >= 100
        if isRegistered != isNowRegistered { (coarse, fine) = (127, 127) }
        isRegistered = isNowRegistered
        if controller & 1 == 1 {
            coarse = value
            generator = 0
        } else {
            fine = value
            // Numbers beyond 99 come in several parts: so many hundreds, thousands and ones.
            generator += value < 100 ? value : value == 100 ? 100 : value == 101 ? 1000 : 10000
        }
        parameter = isRegistered ? registered : nonRegistered
    }

    private var registered: Parameter? {
        switch (coarse, fine) {
        case (0, 0): .bendRange
        case (0, 1): .fineTuning
        case (0, 2): .coarseTuning
        case (0, 6): .zone
        default: nil
        }
    }

    private var nonRegistered: Parameter? {
        switch coarse {
        // The format's last generator is 58; 60 ends the list.
        case 120: generator < 60 ? .generator(generator) : nil
        case 1: Self.soundControllers[fine].map { .soundController($0) }
        default: nil
        }
    }
}
