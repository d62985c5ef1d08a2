/// The parameter that a channel's data entry (controllers 6, 38, 96, 97) sets.
struct ParameterSelection {
    /// A registered or non-registered parameter that is supported.
    enum Parameter {
        /// RPN 0, 1, 2 and 6.
        case bendRange, fineTuning, coarseTuning, zone
        /// NRPN 120: a SoundFont generator by number (SoundFont 2.04, section 9.6).
        case generator(Int)
        /// NRPN 1 of GS and XG: parameters that also have a controller.
        case soundController(Int)
    }

    private(set) var parameter: Parameter?

    private var isRegistered = true
    private var coarse = 127
    private var fine = 127
    private var generator = 0

    /// LSBs of NRPN 1 in GS and XG, and the equivalent sound controllers (RP-021).
    private static let soundControllers = [
        0x08: 76, 0x09: 77, 0x0A: 78, 0x20: 74, 0x21: 71, 0x63: 73, 0x64: 75, 0x66: 72,
    ]

    /// Applies a controller 98…101.
    mutating func select(_ controller: Int, _ value: Int) {
        let isNowRegistered = controller >= 100
        if isRegistered != isNowRegistered { (coarse, fine) = (127, 127) }
        isRegistered = isNowRegistered
        if controller & 1 == 1 {
            coarse = value
            generator = 0
        } else {
            fine = value
            // Numbers above 99 are sent in parts: hundreds, thousands and ones.
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
        // The last generator of the format is 58; 60 ends the list.
        case 120: generator < 60 ? .generator(generator) : nil
        case 1: Self.soundControllers[fine].map { .soundController($0) }
        default: nil
        }
    }
}
