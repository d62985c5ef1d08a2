/// A 1980s sampler: sample rate, coding and filters.
struct SamplerMachine {
    enum Coding { case linear, muLaw, nonLinear, ladder }

    /// Sample rate in Hz.
    let rate: Double
    let bits: Int
    var coding = Coding.linear
    /// Reconstruction low-pass with its number of poles; nil where the images are let through.
    var reconstruction: (hertz: Double, poles: Int)?
    /// Sampling clock jitter as a share of its period, RMS.
    var jitter = 0.0

    static let names = ["custom", "sp-1200", "mpc60", "s950", "mu-law", "cheap-converter"]

    /// Rates and word lengths as commonly quoted. Akai's companding law is unpublished; that of IEC 61119 has the same
    /// twelve bits. The S950's filter is assumed to be six Butterworth poles at 10 kHz, its rate 2.5 times that.
    init(name: String, rate: Double, bits: Int) {
        switch name {
        case "sp-1200": self.init(rate: 26040, bits: 12)
        case "mpc60": self.init(rate: 40000, bits: 12, coding: .nonLinear, reconstruction: (18000, 6))
        case "s950": self.init(rate: 25000, bits: 12, reconstruction: (10000, 6))
        case "mu-law": self.init(rate: 8000, bits: 8, coding: .muLaw)
        case "cheap-converter": self.init(rate: rate, bits: bits, coding: .ladder, jitter: 0.01)
        default: self.init(rate: rate, bits: bits)
        }
    }

    private init(
        rate: Double, bits: Int, coding: Coding = .linear, reconstruction: (hertz: Double, poles: Int)? = nil,
        jitter: Double = 0
    ) {
        (self.rate, self.bits, self.coding) = (rate, bits, coding)
        (self.reconstruction, self.jitter) = (reconstruction, jitter)
    }
}
