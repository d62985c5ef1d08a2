/// One stereo instant: x is left, y is right, full scale is ±1.
public typealias StereoFrame = SIMD2<Float>

/// A run of frames that is worked on in place. Its owner lends it for the length of one call.
public typealias AudioBlock = UnsafeMutableBufferPointer<StereoFrame>
