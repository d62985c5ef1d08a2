extension SIMD2 where Scalar == Float {
    /// The frame, or silence where it is no sound: NaN, infinity, or beyond ±100 (+40 dBFS), which no strip reaches but
    /// a broken plugin does, and from which a recursive filter would not recover.
    @inline(__always)
    var bounded: StereoFrame {
        let limit = StereoFrame(repeating: 100)
        let inside = (self .<= limit) .& (self .>= -limit)
        return StereoFrame.zero.replacing(with: self, where: inside)
    }
}
