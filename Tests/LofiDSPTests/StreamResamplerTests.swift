import Foundation
import LofiPlugin
import Testing
@testable import LofiDSP

@Suite("Streams at another rate or speed")
struct StreamResamplerTests {
    private func resampled(_ input: [StereoFrame], step: Double, blocks: Int = 1000) -> [StereoFrame] {
        let resampler = StreamResampler(step: step)
        var place = 0
        var output: [StereoFrame] = []
        var block = [StereoFrame](repeating: .zero, count: blocks)
        while true {
            let count = block.withUnsafeMutableBufferPointer { block in
                resampler.read(into: block) { (piece: AudioBlock) -> Int in
                    let count = min(piece.count, input.count - place)
                    for index in 0..<count { piece[index] = input[place + index] }
                    place += count
                    return count
                }
            }
            output += block[..<count]
            if count < blocks { return output }
        }
    }

    private func sine(_ hertz: Double, rate: Double, seconds: Double = 1) -> [StereoFrame] {
        (0..<Int(seconds * rate)).map { StereoFrame(repeating: Float(sin(2 * .pi * hertz * Double($0) / rate))) }
    }

    /// Level of everything beside the sine of a frequency, in dB below that of a full sine; fitted by least squares.
    private func residue(_ frames: [StereoFrame], hertz: Double, rate: Double) -> Double {
        let middle = frames.dropFirst(2000).dropLast(2000).map { Double($0.x) }
        let (n, w) = (Double(middle.count), 2 * .pi * hertz / rate)
        let c = middle.enumerated().reduce(0) { $0 + $1.element * cos(w * Double($1.offset)) } * 2 / n
        let s = middle.enumerated().reduce(0) { $0 + $1.element * sin(w * Double($1.offset)) } * 2 / n
        let rest = middle.enumerated().map { $1 - c * cos(w * Double($0)) - s * sin(w * Double($0)) }
        return 10 * log10(rest.reduce(0) { $0 + $1 * $1 } / n / 0.5)
    }

    @Test(
        "A tone beyond half the new rate is below -80 dB, wherever it would be folded to",
        arguments: [(48_000.0, 44_100.0), (96_000, 44_100), (192_000, 44_100), (44_100, 32_000), (44_100, 8000)])
    func aliases(from: Double, to: Double) {
        for share in [0.501, 0.55, 0.7, 0.95] where share * to < from / 2 {
            let output = resampled(sine(share * to, rate: from), step: from / to)
            let power = output.dropFirst(2000).dropLast(2000).reduce(0) { $0 + Double($1.x * $1.x) }
            let level = 10 * log10(power / Double(output.count - 4000) / 0.5)
            #expect(level < -80, "\(share * to) Hz: \(level) dB")
        }
    }

    @Test(
        "A tone comes out as it is, its images below -80 dB",
        arguments: [(44_100.0, 48_000.0), (22_050, 44_100), (8000, 44_100), (48_000, 44_100), (44_100, 51_882.35)])
    func images(from: Double, to: Double) {
        for share in [0.02, 0.2, 0.44] {
            let hertz = share * min(from, to)
            let output = resampled(sine(hertz, rate: from), step: from / to)
            let level = residue(output, hertz: hertz, rate: to)
            #expect(level < -80, "\(hertz) Hz: \(level) dB")
            let middle = output.dropFirst(2000).dropLast(2000)
            let power = middle.reduce(0) { $0 + Double($1.x * $1.x) } / Double(middle.count)
            #expect(abs(2 * power - 1) < 0.01, "\(hertz) Hz: \(2 * power)")
        }
    }

    @Test(
        "The length is that of the input divided by the step; the first frame is the first",
        arguments: [0.85, 1.0884, 4])
    func length(step: Double) {
        let input = (0..<10_000).map { StereoFrame(repeating: $0 == 0 ? 1 : 0) }
        let output = resampled(input, step: step)
        #expect(output.count == Int((10_000 / step).rounded(.up)))
        #expect(output.indices.max { abs(output[$0].x) < abs(output[$1].x) } == 0)
        #expect(resampled([], step: step).isEmpty)
    }

    @Test("Blocks do not matter")
    func blocks() {
        let input = sine(1000, rate: 44_100, seconds: 0.3)
        let whole = resampled(input, step: 0.85, blocks: 100_000)
        for blocks in [1, 64, 4097] { #expect(resampled(input, step: 0.85, blocks: blocks) == whole) }
    }
}
