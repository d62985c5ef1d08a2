import Foundation
import LofiSoundFont

/// The samples in a SoundFont, read from its bytes (SoundFont 2.04, section 7.10).
public struct SoundFontSample: Sendable {
    /// Name in the font.
    public let name: String
    /// Sample values, ±1.
    public let points: [Float]
    /// Loop range within the points; nil plays once.
    public let loop: Range<Int>?

    /// Returns the samples of the built-in font.
    public static func builtIn() -> [SoundFontSample] { read(EmbeddedSoundFont.bytes) }

    static func read(_ bytes: UnsafeRawBufferPointer) -> [SoundFontSample] {
        func number(_ offset: Int) -> Int { Int(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
        guard let data = chunk("smpl", bytes), let headers = chunk("shdr", bytes) else { return [] }
        // The last header is only a terminator.
        return stride(from: headers.lowerBound, to: headers.upperBound - 46, by: 46).map { header in
            let (start, end) = (number(header + 20), number(header + 24))
            let (loopStart, loopEnd) = (number(header + 28), number(header + 32))
            let points = (start..<end).map {
                Float(bytes.loadUnaligned(fromByteOffset: data.lowerBound + 2 * $0, as: Int16.self)) / 32768
            }
            let name = String(decoding: bytes[header..<(header + 20)].prefix { $0 != 0 }, as: UTF8.self)
            return SoundFontSample(
                name: name, points: points, loop: loopEnd > loopStart ? (loopStart - start)..<(loopEnd - start) : nil)
        }
    }

    /// Returns a chunk's content. The lists of a SoundFont come in a fixed order, so descending into them finds each
    /// chunk.
    private static func chunk(_ name: String, _ bytes: UnsafeRawBufferPointer) -> Range<Int>? {
        var offset = 12
        while offset + 8 <= bytes.count {
            let size = Int(bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self))
            let id = String(decoding: bytes[offset..<(offset + 4)], as: UTF8.self)
            if id == name { return (offset + 8)..<(offset + 8 + size) }
            offset += id == "LIST" ? 12 : 8 + size + size % 2
        }
        return nil
    }

    /// What the seam of the loop adds to the spectrum, in dB relative to the sound: the excess of a window across the
    /// seam over those inside the loop, in the strongest of the bands that are empty (at least 60 dB down) inside.
    ///
    /// A click is broadband and fills empty bands; a clean seam only shows the existing partials.
    public var seamDecibels: Double? {
        guard let loop else { return nil }
        let size = min(2048, 1 << Int(log2(Double(loop.count))))
        let played = Array(points[loop]) + points[loop]
        let windows = stride(from: 0, through: loop.count - size, by: max(1, (loop.count - size) / 7))
            .map { Self.bands(played[$0..<($0 + size)]) }
        let inside = (windows.first ?? []).indices.map { band in windows.map { $0[band] }.max() ?? 0 }
        let across = Self.bands(played[(loop.count - size / 2)..<(loop.count + size / 2)])
        let total = inside.max() ?? 1
        let excess = zip(inside, across).filter { $0.0 < 1e-6 * total }.map { $1 - $0 }.max() ?? 0
        return 10 * log10(max(1e-14, excess / total))
    }

    /// Returns the power in 32 bands of equal width.
    private static func bands(_ sound: ArraySlice<Float>) -> [Double] {
        let powers = power(sound)
        let width = max(1, powers.count / 32)
        return stride(from: 0, to: powers.count - 1, by: width).map {
            powers[$0..<min(powers.count, $0 + width)].reduce(0, +)
        }
    }

    /// Returns the power under a Blackman-Harris window, with side lobes 92 dB down (F. Harris, 1978).
    private static func power(_ sound: ArraySlice<Float>) -> [Double] {
        let weighted = sound.enumerated().map { index, value -> Float in
            let x = 2 * Double.pi * (Double(index) + 0.5) / Double(sound.count)
            return value * Float(0.35875 - 0.48829 * cos(x) + 0.14128 * cos(2 * x) - 0.01168 * cos(3 * x))
        }
        return WholeSpectrum(weighted).powers
    }
}
