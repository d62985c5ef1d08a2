import LofiPlugin

extension DrumSound {
    /// The room in which a drum was recorded: reflections that get denser and duller, heard by two microphones.
    ///
    /// Velvet noise, taps of either sign at random times: smooth at 1500 or more a second (M. Karjalainen and H. Järveläinen,
    /// "Reverberation modeling using velvet noise", AES 30th conference, 2007).
    struct Room: Sendable {
        /// Power of the reflections relative to that of the dry sound above `lowHz`.
        var decibels: Double
        /// Seconds to decay by 60 dB.
        var seconds: Double
        /// Corner of its high-pass.
        var lowHz = 120.0
        /// Corner of its low-pass; late reflections have a third of it.
        var highHz = 6000.0
        /// Level of the difference of the channels relative to their sum.
        var width = 0.8

        private static let tapsPerSecond = 1500.0
        /// The first reflection arrives from about 1.4 m away.
        private static let firstSeconds = 0.004

        func add(_ dry: [Double], to sound: inout StereoSound, _ random: inout RandomStream) {
            var early = dry
            StereoSound.highPass(&early, hertz: lowHz, poles: 4, rate: sound.rate)
            StereoSound.lowPass(&early, hertz: highHz, poles: 2, rate: sound.rate)
            var late = early
            StereoSound.lowPass(&late, hertz: highHz / 3, poles: 1, rate: sound.rate)
            let taps = Int(seconds * 0.8 * Self.tapsPerSecond)
            var times = (0..<taps).map { (tap: Int) -> Double in
                Self.firstSeconds + (Double(tap) + random.unit()) / Self.tapsPerSecond
            }
            var signs = times.map { _ in random.chance(0.5) ? 1.0 : -1.0 }
            let power = times.reduce(0) { $0 + level($1) * level($1) }
            let gain = KitMath.amplitude(decibels) / power.squareRoot()
            add(early, late, times, signs, gain: gain, to: &sound.mid, rate: sound.rate)
            for tap in times.indices {
                times[tap] = Self.firstSeconds + (Double(tap) + random.unit()) / Self.tapsPerSecond
                signs[tap] = random.chance(0.5) ? 1 : -1
            }
            add(early, late, times, signs, gain: gain * width, to: &sound.side, rate: sound.rate)
        }

        private func level(_ time: Double) -> Double { KitMath.exponential(-6.9 * time / seconds) }

        private func add(
            _ early: [Double], _ late: [Double], _ times: [Double], _ signs: [Double], gain: Double,
            to output: inout [Double], rate: Double
        ) {
            for (time, sign) in zip(times, signs) {
                let delay = Int(time * rate)
                guard delay < output.count else { continue }
                let amount = gain * sign * level(time)
                let source = time < 0.03 ? early : late
                for frame in delay..<output.count { output[frame] += amount * source[frame - delay] }
            }
        }
    }
}
