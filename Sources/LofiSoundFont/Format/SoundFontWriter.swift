/// Writes a design as a SoundFont 2.04 file, reproducibly: without a date or host name.
struct SoundFontWriter {
    /// Zero samples after each sample, which interpolation may read (section 7.10).
    private static let guardPoints = 46

    /// Returns the bytes of the file.
    static func bytes(_ design: SoundFontDesign) -> [UInt8] {
        var data = ByteList()
        var headers = ByteList()
        var points = 0
        for (index, sample) in design.samples.enumerated() {
            let loop = sample.loop ?? 0..<0
            headers.text(sample.name, 20)
            headers.number(points, 4)
            headers.number(points + sample.samples.count, 4)
            headers.number(points + loop.lowerBound, 4)
            headers.number(points + loop.upperBound, 4)
            headers.number(sample.sampleRate, 4)
            headers.number(sample.rootKey, 1)
            headers.number(sample.correctionCents, 1)
            // The sample of the other channel, which is its neighbour.
            let link = sample.channel == .left ? index + 1 : sample.channel == .right ? index - 1 : 0
            headers.number(link, 2)
            headers.number(sample.channel.rawValue, 2)
            for value in sample.samples {
                data.number(Int((max(-1, min(1, value)) * 32767).rounded()), 2)
            }
            for _ in 0..<guardPoints { data.number(0, 2) }
            points += sample.samples.count + guardPoints
        }
        headers.text("EOS", 20)
        for count in [4, 4, 4, 4, 4, 1, 1, 2, 2] { headers.number(0, count) }

        var info = ByteList()
        var version = ByteList()
        version.number(2, 2)
        version.number(4, 2)
        info.chunk("ifil", version)
        for (name, text) in [
            ("isng", "EMU8000"), ("INAM", "lofi-kit"), ("IENG", "lofi-render"), ("ICOP", "MIT"),
            ("ICMT", "Synthesised; no recording went into it."),
        ] { info.chunk(name, ByteList(zeroTerminated: text)) }
        var sampleData = ByteList()
        sampleData.chunk("smpl", data)
        var parameters = presetChunks(design)
        for (name, chunk) in instrumentChunks(design) { parameters.append((name, chunk)) }
        parameters.append(("shdr", headers))
        var hydra = ByteList()
        for (name, chunk) in parameters { hydra.chunk(name, chunk) }

        var body = ByteList()
        body.list("INFO", info)
        body.list("sdta", sampleData)
        body.list("pdta", hydra)
        var file = ByteList()
        file.text("RIFF", 4)
        file.number(body.bytes.count + 4, 4)
        file.text("sfbk", 4)
        file.bytes += body.bytes
        return file.bytes
    }

    private static func presetChunks(_ design: SoundFontDesign) -> [(String, ByteList)] {
        var (headers, bags, generators) = (ByteList(), ByteList(), ByteList())
        let presets = design.presets.sorted { ($0.bank, $0.program) < ($1.bank, $1.program) }
        for (index, preset) in presets.enumerated() {
            headers.preset(preset.name, preset.program, preset.bank, bag: index)
            bags.bag(index)
            generators.generator(.instrument, preset.instrument)
        }
        headers.preset("EOP", 0, 0, bag: presets.count)
        bags.bag(presets.count)
        generators.number(0, 4)
        return [("phdr", headers), ("pbag", bags), ("pmod", ByteList(zeros: 10)), ("pgen", generators)]
    }

    private static func instrumentChunks(_ design: SoundFontDesign) -> [(String, ByteList)] {
        var (headers, bags, generators, modulators) = (ByteList(), ByteList(), ByteList(), ByteList())
        var (bagCount, generatorCount, modulatorCount) = (0, 0, 0)
        for instrument in design.instruments {
            headers.text(instrument.name, 20)
            headers.number(bagCount, 2)
            for zone in instrument.zones {
                bags.bag(generatorCount, modulatorCount)
                bagCount += 1
                // Ranges must come first and the sample last, or the zone is ignored (section 8.1.2).
                generators.range(.keyRange, zone.keys)
                generators.range(.velocityRange, zone.velocities)
                for (generator, amount) in zone.settings { generators.generator(generator, amount) }
                generators.generator(.sampleID, zone.sample)
                generatorCount += zone.settings.count + 3
                for modulator in zone.modulators { modulators.modulator(modulator) }
                modulatorCount += zone.modulators.count
            }
        }
        headers.text("EOI", 20)
        headers.number(bagCount, 2)
        bags.bag(generatorCount, modulatorCount)
        generators.number(0, 4)
        modulators.number(0, 10)
        return [("inst", headers), ("ibag", bags), ("imod", modulators), ("igen", generators)]
    }
}

/// Builds little-endian bytes.
private struct ByteList {
    var bytes: [UInt8] = []

    init() {}
    init(zeros: Int) { bytes = [UInt8](repeating: 0, count: zeros) }
    /// Creates a text terminated by one or two zeros, so that its length is even.
    init(zeroTerminated text: String) {
        bytes = Array(text.utf8) + (text.utf8.count % 2 == 0 ? [0, 0] : [0])
    }

    mutating func number(_ value: Int, _ count: Int) {
        for shift in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
    }

    mutating func text(_ text: String, _ count: Int) {
        let kept = Array(text.utf8.prefix(count == 4 ? 4 : count - 1))
        bytes += kept + [UInt8](repeating: 0, count: count - kept.count)
    }

    mutating func generator(_ generator: SoundFontDesign.Generator, _ amount: Int) {
        number(Int(generator.rawValue), 2)
        number(amount, 2)
    }

    mutating func range(_ generator: SoundFontDesign.Generator, _ range: ClosedRange<Int>) {
        self.generator(generator, range.lowerBound | range.upperBound << 8)
    }

    mutating func modulator(_ modulator: SoundFontDesign.Modulator) {
        number(Int(modulator.source.rawValue), 2)
        number(Int(modulator.destination.rawValue), 2)
        number(modulator.amount, 2)
        // No second source, no transform.
        number(0, 4)
    }

    mutating func bag(_ generator: Int, _ modulator: Int = 0) {
        number(generator, 2)
        number(modulator, 2)
    }

    mutating func preset(_ name: String, _ program: Int, _ bank: Int, bag: Int) {
        text(name, 20)
        number(program, 2)
        number(bank, 2)
        number(bag, 2)
        number(0, 12)
    }

    mutating func chunk(_ name: String, _ content: ByteList) {
        text(name, 4)
        number(content.bytes.count, 4)
        bytes += content.bytes
        if content.bytes.count % 2 == 1 { bytes.append(0) }
    }

    mutating func list(_ name: String, _ content: ByteList) {
        text("LIST", 4)
        number(content.bytes.count + 4, 4)
        text(name, 4)
        bytes += content.bytes
    }
}
