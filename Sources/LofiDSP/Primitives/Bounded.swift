import LofiPlugin

extension SIMD2 where Scalar == Float {
    /// The frame, or silence where it is no sound: NaN, infinity, or beyond ±100 (+40 dBFS), which no strip reaches but
    /// a broken plugin does, and from which a recursive filter would not recover.
    ///
    /// By the bits, which without their sign grow with the magnitude and for NaN lie above all: comparing floats would take
    /// the lanes apart.
    @inline(__always)
    var bounded: StereoFrame {
        let bits = unsafeBitCast(self, to: SIMD2<Int32>.self)
        let beyond = (bits & Int32.max) &- (Int32(bitPattern: Float(100).bitPattern) + 1)
        return unsafeBitCast(bits & (beyond &>> 31), to: StereoFrame.self)
    }
}
