import CFluidSynth

/// FluidSynth's sample interpolation (`fluid_interp`).
enum FluidInterpolation: String, CaseIterable {
    case none
    case linear
    /// Fourth order, FluidSynth's default.
    case cubic = "4th-order"
    case seventhOrder = "7th-order"

    var code: Int32 {
        switch self {
        case .none: 0
        case .linear: 1
        case .cubic: 4
        case .seventhOrder: 7
        }
    }
}
