import LofiPlugin

/// Pink noise (equal power per octave) with a mean square of about 1 in each channel.
///
/// White noise through three one-pole sections, P. Kellet's economy filter (±0.5 dB from 10 Hz to 20 kHz at 44.1 kHz).
struct PinkNoise {
    private var white: WhiteNoise
    private var a = StereoFrame.zero
    private var b = StereoFrame.zero
    private var c = StereoFrame.zero

    init(random: RandomStream) { white = WhiteNoise(random: random) }

    @inline(__always)
    mutating func next() -> StereoFrame {
        let input = white.next()
        a = a * 0.99765 + input * 0.0990460
        b = b * 0.96300 + input * 0.2965164
        c = c * 0.57000 + input * 1.0526913
        // From the variances and covariances of the sections: 1 / 2.96².
        return (a + b + c + input * 0.1848) * 0.338
    }
}
