/// The samples of both channels at one instant: x is left, y is right, full scale is ±1.
public typealias StereoFrame = SIMD2<Float>

/// Consecutive frames, processed in place. A block is valid only until the call that received it returns.
public typealias AudioBlock = UnsafeMutableBufferPointer<StereoFrame>
