import Foundation
import LofiDSP
import LofiEngine
import LofiPlugin
import LofiScore

/// What one song measures in one style.
public struct MixReading: Sendable {
    /// Loudness of each role's strip relative to the sum of the strips, in LU, by role; silent roles are missing.
    let roleLevels: [Role: Double]
    /// Share of a role's windows in which other strips and layers cover it (`CriticalBands.coveredShare`), by role.
    let covered: [Role: Double]
    /// Loudness of the noise layers relative to the music at the end of the mix, in LU; nil without layers.
    let noiseLevel: Double?
    /// Share of the music's windows in which the layers cover it from 1.5 to 8 kHz; nil without layers.
    let coveredTop: Double?
    let shape: SongShape
    let spectrum: StereoSpectrum
    /// Loudness range in LU.
    let loudnessRange: Double
    /// Sample peak relative to RMS in dB.
    let crest: Double
    let report: RenderReport

    /// Renders a song twice, with and without the style's noise layers, and measures it.
    init(_ song: Score, in style: Style) throws {
        var options = SongRenderer.Options()
        options.threads = 1
        let renderer = SongRenderer(style: style, options: options)
        let arranged = try renderer.arrange(song)
        let strips = StripMeters(style, sampleRate: Double(options.sampleRate))
        let recording = try renderer.render(arranged: arranged, tap: strips.tap)
        (roleLevels, covered) = (strips.roleLevels, strips.covered)

        if style.layers.isEmpty {
            (noiseLevel, coveredTop) = (nil, nil)
        } else {
            let noise = NoiseMeter(mix: strips.mix, sampleRate: Double(options.sampleRate))
            var document = style.document
            document.mutesLayers = true
            _ = try SongRenderer(style: document.style(), options: options).render(arranged: arranged, tap: noise.tap)
            (noiseLevel, coveredTop) = (noise.level, noise.coveredTop)
        }

        let (frames, rate) = (recording.frames, Double(recording.sampleRate))
        shape = SongShape(frames, rate: rate)
        spectrum = StereoSpectrum(frames, rate: rate)
        let meter = LoudnessMeter(sampleRate: rate)
        frames.withUnsafeBufferPointer { meter.add($0) }
        loudnessRange = meter.loudnessRange
        let peak = frames.reduce(0.0) { max($0, Double(abs($1.x)), Double(abs($1.y))) }
        crest = 20 * log10(max(1e-9, peak)) - Signals.level(frames)
        report = recording.report
    }

    /// Number of third-octave bands, of 29, within the P10 to P90 range of real tracks.
    var bandsLikeTracks: Int {
        LofiTracks.thirdOctaves.indices.count { index in
            let half = pow(2, 1.0 / 6)
            let centre = LofiTracks.thirdOctaves[index]
            return (LofiTracks.lowest[index]...LofiTracks.highest[index]).contains(
                spectrum.share((centre / half)..<(centre * half)))
        }
    }
}

/// Measures strips and layers ahead of the buses, where every role still has its own signal. What a bus does to all of
/// them does not change their relation.
private final class StripMeters {
    /// The mix ahead of the master's gain.
    private(set) var mix: [StereoFrame] = []
    private(set) var tap = MixTap([]) { _ in }
    private let names: [String]
    private let bands: [CriticalBands]
    private let meters: [LoudnessMeter]
    private let sum: LoudnessMeter
    private var sumOfBlock: [StereoFrame] = []

    init(_ style: Style, sampleRate: Double) {
        names = Role.allCases.map(\.rawValue) + Self.layerNames(style)
        bands = names.map { _ in CriticalBands(sampleRate: sampleRate) }
        meters = names.map { _ in LoudnessMeter(sampleRate: sampleRate) }
        sum = LoudnessMeter(sampleRate: sampleRate)
        tap = MixTap(names + [GraphPlan.master]) { [unowned self] in take($0) }
    }

    /// The names of the layers' nodes: the second of a kind is numbered.
    private static func layerNames(_ style: Style) -> [String] {
        style.layers.indices.map { index in
            let kind = style.layers[index].use.kind
            let twins = style.layers[..<index].count { $0.use.kind == kind }
            return "layers/\(kind)" + (twins > 0 ? " \(twins + 1)" : "")
        }
    }

    private func take(_ blocks: [AudioBlock?]) {
        if let master = blocks.last ?? nil {
            mix.append(contentsOf: master)
            sumOfBlock = [StereoFrame](repeating: .zero, count: master.count)
        }
        for (index, block) in blocks.dropLast().enumerated() {
            guard let block else { continue }
            bands[index].add(block)
            meters[index].add(block)
            if index < Role.allCases.count { for frame in block.indices { sumOfBlock[frame] += block[frame] } }
        }
        sumOfBlock.withUnsafeBufferPointer { sum.add($0) }
    }

    var roleLevels: [Role: Double] {
        byRole { meters[$0].integrated.isFinite ? meters[$0].integrated - sum.integrated : nil }
    }

    var covered: [Role: Double] {
        byRole { index in
            bands[index].coveredShare(by: bands.indices.filter { $0 != index }.map { bands[$0] })
        }
    }

    private func byRole(_ value: (Int) -> Double?) -> [Role: Double] {
        Role.allCases.enumerated().reduce(into: [:]) { values, role in values[role.element] = value(role.offset) }
    }
}

/// Measures the noise layers at the end of the mix: what is left of it without the music. Everything that acts on the layers
/// is included: buses, ducking, saturation.
private final class NoiseMeter {
    private(set) var tap = MixTap([]) { _ in }
    private let mix: [StereoFrame]
    private var position = 0
    private let (noise, music): (LoudnessMeter, LoudnessMeter)
    private let (noiseBands, musicBands): (CriticalBands, CriticalBands)

    /// - Parameter mix: the mix with the layers, ahead of the master's gain.
    init(mix: [StereoFrame], sampleRate: Double) {
        self.mix = mix
        (noise, music) = (LoudnessMeter(sampleRate: sampleRate), LoudnessMeter(sampleRate: sampleRate))
        (noiseBands, musicBands) = (CriticalBands(sampleRate: sampleRate), CriticalBands(sampleRate: sampleRate))
        tap = MixTap([GraphPlan.master]) { [unowned self] blocks in if let block = blocks[0] { take(block) } }
    }

    private func take(_ block: AudioBlock) {
        let count = min(block.count, mix.count - position)
        let difference = (0..<count).map { mix[position + $0] - block[$0] }
        position += count
        difference.withUnsafeBufferPointer { noise.add($0) }
        music.add(AudioBlock(rebasing: block[0..<count]))
        noiseBands.add(difference)
        musicBands.add(block[0..<count])
    }

    /// In LU relative to the music.
    var level: Double { noise.integrated - music.integrated }

    var coveredTop: Double? { musicBands.coveredShare(by: [noiseBands], in: 1480..<7700) }
}
