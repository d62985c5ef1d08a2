/// Mixes voices to left and right: each reads a row of frames; voices with filters are processed in groups.
final class VoiceMix {
    private let rows: UnsafeMutablePointer<Float>
    /// The voice index of each row.
    private let places: UnsafeMutablePointer<Int>
    /// Buffer for the lanes of a group.
    private let room: UnsafeMutableRawPointer

    init() {
        rows = .allocate(capacity: 8 * SampleVoice.stepFrames)
        rows.initialize(repeating: 0, count: 8 * SampleVoice.stepFrames)
        places = .allocate(capacity: 8)
        places.initialize(repeating: 0, count: 8)
        room = .allocate(
            byteCount: SampleVoice.stepFrames * MemoryLayout<SIMD8<Float>>.stride,
            alignment: MemoryLayout<SIMD8<Float>>.alignment)
    }

    deinit {
        rows.deallocate()
        places.deallocate()
        room.deallocate()
    }

    /// Adds the next frames of all voices.
    /// - Parameter offset: frames since the last grid line; `offset + count` must not pass the next one.
    func render(
        _ voices: UnsafeMutableBufferPointer<SampleVoice>, left: UnsafeMutablePointer<Float>,
        right: UnsafeMutablePointer<Float>,
        offset: Int, count: Int
    ) {
        var waiting = 0
        for place in voices.indices where !voices[place].isOver {
            let row = rows + waiting * SampleVoice.stepFrames
            voices[place].read(into: row, count: count)
            if voices[place].filter == nil {
                add(row, of: voices[place], left: left, right: right, offset: offset, count: count)
                continue
            }
            places[waiting] = place
            waiting += 1
            if waiting == 8 {
                VoiceGroup<SIMD8<Float>>.add(
                    rows, of: voices, places, waiting, room: room, left: left, right: right, offset: offset,
                    count: count)
                waiting = 0
            }
        }
        if waiting > 4 {
            VoiceGroup<SIMD8<Float>>.add(
                rows, of: voices, places, waiting, room: room, left: left, right: right, offset: offset, count: count)
        } else if waiting > 0 {
            VoiceGroup<SIMD4<Float>>.add(
                rows, of: voices, places, waiting, room: room, left: left, right: right, offset: offset, count: count)
        }
    }

    private func add(
        _ row: UnsafeMutablePointer<Float>, of voice: SampleVoice, left: UnsafeMutablePointer<Float>,
        right: UnsafeMutablePointer<Float>, offset: Int, count: Int
    ) {
        let (amplitude, slope) = (voice.amplitude, voice.slope)
        let (toLeft, toRight) = (voice.left, voice.right)
        // Frames since the slope began: integers, so that the result does not depend on block lengths.
        let since = Float(offset - voice.slopeStart)
        var gone = SIMD8<Float>(0, 1, 2, 3, 4, 5, 6, 7) + since
        for index in stride(from: 0, to: count & ~7, by: 8) {
            let sound = UnsafeRawPointer(row + index).loadUnaligned(as: SIMD8<Float>.self) * (amplitude + slope * gone)
            add(sound * toLeft, to: left + index)
            add(sound * toRight, to: right + index)
            gone += 8
        }
        for index in (count & ~7)..<count {
            let sound = row[index] * (amplitude + slope * (since + Float(index)))
            left[index] += sound * toLeft
            right[index] += sound * toRight
        }
    }

    @inline(__always)
    private func add(_ eight: SIMD8<Float>, to target: UnsafeMutablePointer<Float>) {
        let raw = UnsafeMutableRawPointer(target)
        raw.storeBytes(of: raw.loadUnaligned(as: SIMD8<Float>.self) + eight, as: SIMD8<Float>.self)
    }
}
