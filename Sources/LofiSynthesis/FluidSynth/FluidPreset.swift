import CFluidSynth
import LofiPlugin

/// A preset that starts FluidSynth voices for a note, one per zone matching key and velocity, as `fluid_defpreset_noteon`
/// does for fonts loaded by FluidSynth.
final class FluidPreset {
    let handle: OpaquePointer
    private let fluid: lofi_fluidsynth
    private let number: Int32
    private let zones: [SampleZone]
    /// The data needed to start voices, for the zones of the keys that are played.
    private var starts: [Int: Start] = [:]
    private var startsOfKey = [[Start]](repeating: [], count: 128)
    private var keys: Set<Int> = []

    private struct Start {
        let velocities: ClosedRange<Int>
        let sample: OpaquePointer
        let generators: [(number: Int32, value: Float)]
        let modulators: [(handle: OpaquePointer, mode: Int32)]
    }

    init?(_ zones: [SampleZone], number: Int32, in font: OpaquePointer, _ fluid: lofi_fluidsynth) {
        guard
            let handle = fluid.new_fluid_preset(
                font, { _ in nil }, { FluidPreset.of($0).map { $0.number >> 7 } ?? 0 },
                { FluidPreset.of($0).map { $0.number & 0x7F } ?? 0 },
                { preset, synth, channel, key, velocity in
                    FluidPreset.of(preset)?.noteOn(synth, channel, key, velocity) ?? Int32(FLUID_FAILED)
                }, { _ in })
        else { return nil }
        (self.zones, self.number, self.fluid, self.handle) = (zones, number, fluid, handle)
        _ = fluid.fluid_preset_set_data(handle, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        for start in starts.values {
            for modulator in start.modulators { fluid.delete_fluid_mod(modulator.handle) }
            fluid.delete_fluid_sample(start.sample)
        }
        fluid.delete_fluid_preset(handle)
    }

    private static func of(_ preset: OpaquePointer?) -> FluidPreset? {
        lofi_load_fluidsynth().pointee.fluid_preset_get_data(preset).map {
            Unmanaged<FluidPreset>.fromOpaque($0).takeUnretainedValue()
        }
    }

    /// Adds the samples of more keys.
    func add(_ wanted: Set<Int>, of font: SoundFont) throws(SynthesisError) {
        for key in wanted.subtracting(keys).sorted() where startsOfKey.indices.contains(key) {
            for (index, zone) in zones.enumerated() where zone.keys.contains(key) && zone.sample.storage == .file {
                if starts[index] == nil { starts[index] = try start(zone, of: font) }
                if let start = starts[index] { startsOfKey[key].append(start) }
            }
        }
        keys.formUnion(wanted)
    }

    private func noteOn(_ synth: OpaquePointer?, _ channel: Int32, _ key: Int32, _ velocity: Int32) -> Int32 {
        guard startsOfKey.indices.contains(Int(key)) else { return Int32(FLUID_OK) }
        for start in startsOfKey[Int(key)] where start.velocities.contains(Int(velocity)) {
            guard let voice = fluid.fluid_synth_alloc_voice(synth, start.sample, channel, key, velocity) else {
                return Int32(FLUID_FAILED)
            }
            for generator in start.generators {
                fluid.fluid_voice_gen_set(voice, generator.number, generator.value)
            }
            for modulator in start.modulators { fluid.fluid_voice_add_mod(voice, modulator.handle, modulator.mode) }
            fluid.fluid_synth_start_voice(synth, voice)
        }
        return Int32(FLUID_OK)
    }

    private func start(_ zone: SampleZone, of font: SoundFont) throws(SynthesisError) -> Start? {
        guard let samples = font.samples(zone.sample.frames), let base = samples.baseAddress, !samples.isEmpty,
            let sample = fluid.new_fluid_sample()
        else { return nil }
        // FluidSynth only reads the samples.
        _ = fluid.fluid_sample_set_sound_data(
            sample, UnsafeMutablePointer(mutating: base), nil, UInt32(samples.count), UInt32(zone.sample.rate), 0)
        let first = zone.sample.frames.lowerBound
        let loop = max(0, zone.sample.loop.lowerBound - first)..<max(0, zone.sample.loop.upperBound - first)
        _ = fluid.fluid_sample_set_loop(sample, UInt32(loop.lowerBound), UInt32(loop.upperBound))
        _ = fluid.fluid_sample_set_pitch(sample, Int32(zone.sample.key), Int32(zone.sample.correctionCents))
        // Notes the loudest value of the loop, as FluidSynth's own loader does: a voice ends when that falls below -90 dBFS.
        _ = fluid.fluid_voice_optimize_sample(sample)
        return Start(
            velocities: zone.velocities, sample: sample, generators: Self.generators(zone), modulators: modulators(zone)
        )
    }

    /// The generators that differ from FluidSynth's defaults, which are the standard's.
    private static func generators(_ zone: SampleZone) -> [(number: Int32, value: Float)] {
        let structural: [SampleZone.Generator] = [.instrument, .keyRange, .velocityRange, .sampleID]
        let skipped = Set(structural.map { Int($0.rawValue) })
        return zone.generators.enumerated().compactMap { number, value in
            value == SampleZone.defaults[number] || skipped.contains(number) ? nil : (Int32(number), Float(value))
        }
    }

    /// The modulators that differ from the standard ones, which FluidSynth adds to every voice.
    private func modulators(_ zone: SampleZone) -> [(handle: OpaquePointer, mode: Int32)] {
        var found: [(handle: OpaquePointer, mode: Int32)] = []
        for (index, modulator) in zone.modulators.enumerated() {
            let isStandard = ZoneModulator.standard.contains {
                $0.isSame(as: modulator) && $0.amount == modulator.amount
            }
            // A preset's modulator is added to an identical one of its instrument; an instrument's replaces a standard one.
            let isRepeated = zone.modulators[..<index].contains(where: modulator.isSame)
            guard !isStandard || isRepeated, let handle = fluid.new_fluid_mod() else { continue }
            fluid.fluid_mod_set_source1(handle, modulator.source.index, modulator.source.flags)
            fluid.fluid_mod_set_source2(handle, modulator.amountSource.index, modulator.amountSource.flags)
            fluid.fluid_mod_set_dest(handle, Int32(modulator.destination))
            fluid.fluid_mod_set_amount(handle, modulator.amount)
            found.append((handle, Int32((isRepeated ? FLUID_VOICE_ADD : FLUID_VOICE_OVERWRITE).rawValue)))
        }
        return found
    }
}

extension ZoneModulator.Source {
    fileprivate var index: Int32 { Int32(code & 0x7F) }

    /// The flags in the form of `fluid_mod_flags`.
    fileprivate var flags: Int32 {
        var flags = code & 0x80 != 0 ? FLUID_MOD_CC.rawValue : FLUID_MOD_GC.rawValue
        if code & 0x100 != 0 { flags |= FLUID_MOD_NEGATIVE.rawValue }
        if code & 0x200 != 0 { flags |= FLUID_MOD_BIPOLAR.rawValue }
        switch code >> 10 {
        case 1: flags |= FLUID_MOD_CONCAVE.rawValue
        case 2: flags |= FLUID_MOD_CONVEX.rawValue
        case 3: flags |= FLUID_MOD_SWITCH.rawValue
        default: break
        }
        return Int32(flags)
    }
}
