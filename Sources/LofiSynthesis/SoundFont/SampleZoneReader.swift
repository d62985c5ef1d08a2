import LofiSoundFont

/// Reads the zones of a preset from a SoundFont's records.
package struct SampleZoneReader {
    let font: SoundFontFile

    private typealias Generator = SampleZone.Generator

    /// A zone as stored in a preset or an instrument.
    private struct Written {
        var generators: [Int: Int] = [:]
        var modulators: [ZoneModulator] = []
        /// Index of the instrument (in a preset) or of the sample (in an instrument).
        var target: Int?
    }

    /// E-mu's hardware scaled attenuation by this factor; fonts are made for it, and FluidSynth does the same.
    private static let attenuationFactor = 0.4
    /// Generators without meaning in a preset (section 8.1.3: "index", "range" and "sample" generators).
    private static let instrumentOnly: Set<Int> = [0, 1, 2, 3, 4, 12, 45, 46, 47, 50, 54, 57, 58]

    /// Maximum zones of a preset over all its instruments; the largest real presets have hundreds.
    package static let mostZones = 16_384
    /// Maximum modulators of a zone in a preset or an instrument; each is evaluated for every note.
    package static let mostModulators = 256

    package init(font: SoundFontFile) { self.font = font }

    /// The zones of a preset.
    /// - Returns: the zones in file order; empty if there is no such preset.
    /// - Throws: `SoundFontFileError` if there are more than `mostZones` zones or `mostModulators` modulators.
    package func zones(bank: Int, program: Int) throws(SoundFontFileError) -> [SampleZone] {
        guard let index = presetIndex(bank: bank, program: program) else { return [] }
        var found: [SampleZone] = []
        for outer in try written(
            "phdr", index, length: 38, bagAt: 24, bag: "pbag", gen: "pgen", mod: "pmod", last: .instrument)
        {
            guard let instrument = outer.target, (instrument + 1) * 22 < count("inst") else { continue }
            let inner = try written(
                "inst", instrument, length: 22, bagAt: 20, bag: "ibag", gen: "igen", mod: "imod", last: .sampleID)
            guard found.count + inner.count <= Self.mostZones else {
                throw SoundFontFileError(
                    byteOffset: 0, reason: "bank \(bank) program \(program) has more than \(Self.mostZones) zones")
            }
            for zone in inner {
                if let sample = zone.target.flatMap(sample), let whole = merged(zone, outer, sample) {
                    found.append(whole)
                }
            }
        }
        return found
    }

    private func merged(_ inner: Written, _ outer: Written, _ sample: SampleZone.Sample) -> SampleZone? {
        let keys = Self.range(inner, .keyRange).clamped(to: Self.range(outer, .keyRange))
        let velocities = Self.range(inner, .velocityRange).clamped(to: Self.range(outer, .velocityRange))
        guard Self.range(inner, .keyRange).overlaps(Self.range(outer, .keyRange)),
            Self.range(inner, .velocityRange).overlaps(Self.range(outer, .velocityRange))
        else { return nil }
        var generators = SampleZone.defaults
        func factor(_ place: Int) -> Double {
            place == Int(Generator.attenuation.rawValue) ? Self.attenuationFactor : 1
        }
        for (place, amount) in inner.generators where place < generators.count {
            generators[place] = Double(amount) * factor(place)
        }
        for (place, amount) in outer.generators where place < generators.count && !Self.instrumentOnly.contains(place) {
            generators[place] += Double(amount) * factor(place)
        }
        var modulators = ZoneModulator.standard
        Self.put(inner.modulators, over: &modulators)
        // A preset's modulators are added to those of its instruments.
        modulators += outer.modulators
        return SampleZone(
            keys: keys, velocities: velocities, generators: generators, modulators: modulators, sample: sample)
    }

    private static func put(_ modulators: [ZoneModulator], over list: inout [ZoneModulator]) {
        for modulator in modulators {
            if let place = list.firstIndex(where: modulator.isSame) {
                list[place] = modulator
            } else {
                list.append(modulator)
            }
        }
    }

    private static func range(_ zone: Written, _ generator: Generator) -> ClosedRange<Int> {
        guard let packed = zone.generators[Int(generator.rawValue)] else { return 0...127 }
        let (low, high) = (packed & 0xFF, packed >> 8 & 0xFF)
        return low <= high ? low...high : 128...128
    }

    private func presetIndex(bank: Int, program: Int) -> Int? {
        (0..<max(0, count("phdr") / 38 - 1)).first { index in
            word("phdr", index * 38 + 20) == program && word("phdr", index * 38 + 22) == bank
        }
    }

    /// The zones of one preset or instrument, each merged with its global zone.
    private func written(
        _ owner: String, _ index: Int, length: Int, bagAt: Int, bag: String, gen: String, mod: String, last: Generator
    ) throws(SoundFontFileError) -> [Written] {
        let bags = word(owner, index * length + bagAt)..<word(owner, (index + 1) * length + bagAt)
        var global = Written()
        var zones: [Written] = []
        for place in bags {
            var zone = global
            for generator in word(bag, place * 4)..<word(bag, place * 4 + 4) {
                let (kind, amount) = (word(gen, generator * 4), word(gen, generator * 4 + 2))
                if kind == Int(last.rawValue) { zone.target = amount }
                let isPacked = [.keyRange, .velocityRange].contains(Generator(rawValue: UInt16(kind)))
                zone.generators[kind] = isPacked ? amount : Int(Int16(truncatingIfNeeded: amount))
            }
            let first = word(bag, place * 4 + 2)
            let last = max(first, word(bag, place * 4 + 6))
            guard last - first <= Self.mostModulators else {
                throw SoundFontFileError(
                    byteOffset: 0, reason: "\(bag) record \(place) has more than \(Self.mostModulators) modulators")
            }
            Self.put(modulators(mod, first..<last), over: &zone.modulators)
            // Only the first zone may be global.
            if zone.target == nil { if place == bags.lowerBound { global = zone } } else { zones.append(zone) }
        }
        return zones
    }

    private func modulators(_ chunk: String, _ range: Range<Int>) -> [ZoneModulator] {
        guard range.upperBound * 10 <= count(chunk) else { return [] }
        return range.compactMap { index in
            let start = index * 10
            // Linked modulators (top bit of the destination) and absolute-value transforms (2) are not supported.
            guard word(chunk, start + 2) < SampleZone.generatorCount, word(chunk, start + 8) == 0 else { return nil }
            return ZoneModulator(
                source: ZoneModulator.Source(code: word(chunk, start)), destination: word(chunk, start + 2),
                amount: Double(Int16(truncatingIfNeeded: word(chunk, start + 4))),
                amountSource: ZoneModulator.Source(code: word(chunk, start + 6)))
        }
    }

    private func sample(_ index: Int) -> SampleZone.Sample? {
        guard (index + 1) * 46 < count("shdr"), let bytes = font.records["shdr"] else { return nil }
        let start = index * 46
        func long(_ place: Int) -> Int { Int(SoundFontFile.little(bytes, start + place, 4)) }
        let (first, end) = (long(20), long(24))
        let kind = word("shdr", start + 44)
        let storage: SampleZone.Sample.Storage = kind & 0x8000 != 0 ? .rom : kind & 0x10 != 0 ? .compressed : .file
        guard first <= end, long(36) > 0, storage != .file || end <= font.sampleBytes.count / 2 else { return nil }
        return SampleZone.Sample(
            frames: first..<end, loop: min(long(28), long(32))..<max(long(28), long(32)), rate: long(36),
            key: Int(bytes[start + 40]), correctionCents: Int(Int8(bitPattern: bytes[start + 41])),
            storage: storage)
    }

    private func count(_ chunk: String) -> Int { font.records[chunk]?.count ?? 0 }

    private func word(_ chunk: String, _ offset: Int) -> Int {
        guard let bytes = font.records[chunk], offset + 2 <= bytes.count else { return 0 }
        return Int(SoundFontFile.little(bytes, offset, 2))
    }
}
