import LofiPlugin

extension SIMD2 where Scalar == Float {
    /// The frame, or silence if it contains NaN, infinity or a value beyond ±100 (+40 dBFS), which only a broken plugin
    /// produces and from which a recursive filter would not recover.
    ///
    /// Compares the bits, which without their sign increase with the magnitude and are largest for NaN: comparing
    /// floats would break the vector up into lanes.
    @inline(__always)
    var bounded: StereoFrame {
        let bits = unsafeBitCast(self, to: SIMD2<Int32>.self)
        let beyond = (bits & Int32.max) &- (Int32(bitPattern: Float(100).bitPattern) + 1)
        return unsafeBitCast(bits & (beyond &>> 31), to: StereoFrame.self)
    }
}
