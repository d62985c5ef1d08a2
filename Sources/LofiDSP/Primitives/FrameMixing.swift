import LofiPlugin

/// Copying and mixing of whole blocks, four frames at a time.
extension AudioBlock {
    /// Copies another block of the same length.
    func copy(_ other: AudioBlock) {
        guard let base = baseAddress, let source = other.baseAddress else { return }
        precondition(other.count == count)
        base.update(from: source, count: count)
    }

    /// Writes or adds another block of the same length, scaled by `gain`.
    func take(_ other: AudioBlock, gain: Float, adding: Bool) {
        guard let base = baseAddress, let source = other.baseAddress else { return }
        precondition(other.count == count)
        let (target, from) = (UnsafeMutableRawPointer(base), UnsafeRawPointer(source))
        for frame in stride(from: 0, to: count & ~3, by: 4) {
            let offset = frame &* MemoryLayout<StereoFrame>.stride
            var frames = from.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self) * gain
            if adding { frames += target.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self) }
            target.storeBytes(of: frames, toByteOffset: offset, as: SIMD8<Float>.self)
        }
        for index in (count & ~3)..<count {
            base[index] = adding ? base[index] + source[index] * gain : source[index] * gain
        }
    }

    /// Writes or adds separate left and right samples, each side scaled by its gain.
    func take(left: UnsafePointer<Float>, right: UnsafePointer<Float>, gain: StereoFrame, adding: Bool) {
        guard let base = baseAddress else { return }
        let target = UnsafeMutableRawPointer(base)
        let (lefts, rights) = (UnsafeRawPointer(left), UnsafeRawPointer(right))
        for frame in stride(from: 0, to: count & ~3, by: 4) {
            let a = lefts.loadUnaligned(fromByteOffset: 4 &* frame, as: SIMD4<Float>.self) * gain.x
            let b = rights.loadUnaligned(fromByteOffset: 4 &* frame, as: SIMD4<Float>.self) * gain.y
            var low = SIMD4(a[0], b[0], a[1], b[1])
            var high = SIMD4(a[2], b[2], a[3], b[3])
            let offset = frame &* MemoryLayout<StereoFrame>.stride
            if adding {
                low += target.loadUnaligned(fromByteOffset: offset, as: SIMD4<Float>.self)
                high += target.loadUnaligned(fromByteOffset: offset &+ 16, as: SIMD4<Float>.self)
            }
            target.storeBytes(of: low, toByteOffset: offset, as: SIMD4<Float>.self)
            target.storeBytes(of: high, toByteOffset: offset &+ 16, as: SIMD4<Float>.self)
        }
        for index in (count & ~3)..<count {
            let frame = StereoFrame(left[index], right[index]) * gain
            base[index] = adding ? base[index] + frame : frame
        }
    }
}
