import CFluidSynth
import LofiPlatform
import LofiPlugin

/// One FluidSynth with a stereo output for each channel, its own reverb and chorus off.
///
/// Used by the thread that made it. It renders in steps of 64 frames, so a note starts at the next multiple of 64.
final class FluidSynthesizer {
    /// FluidSynth's own block (`FLUID_BUFSIZE`).
    static let gridFrames = 64
    /// As many parts as FluidSynth has audio groups; further parts share.
    static let maximumStems = 128

    private static let oneAtATime = Locked(())

    /// FluidSynth's limit for `synth.midi-channels`.
    static let maximumChannels = 256

    let stemCount: Int
    /// Channel c sounds on stem c modulo `stemCount`.
    let channels: Int
    private var fonts: [SoundFontSource: Int32] = [:]
    private let fluid: lofi_fluidsynth
    private let settings: OpaquePointer
    private let synth: OpaquePointer
    private let outputs: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>

    /// - Parameters:
    ///   - sampleRate: 8000…96000, FluidSynth's range.
    ///   - stems: how many outputs, 1…128; channels beyond them share.
    ///   - channels: 1…256; nil is as many as there are stems.
    init(sampleRate: Int, stems: Int, channels: Int? = nil) throws(SynthesisError) {
        precondition((1...Self.maximumStems).contains(stems))
        guard let fluid = lofi_load_fluidsynth()?.pointee else {
            throw .synthesizer(
                "it is not installed, and this song or its SoundFont needs it (on Debian: apt-get install libfluidsynth3)"
            )
        }
        FluidLog.capture(fluid)
        guard let settings = fluid.new_fluid_settings() else { throw .synthesizer("out of memory") }
        func set(_ name: String, _ value: Int32) { _ = fluid.fluid_settings_setint(settings, name, value) }
        _ = fluid.fluid_settings_setnum(settings, "synth.sample-rate", Double(sampleRate))
        set("synth.audio-channels", Int32(stems))
        set("synth.audio-groups", Int32(stems))
        set("synth.midi-channels", Int32(((channels ?? stems) + 15) / 16 * 16))
        set("synth.reverb.active", 0)
        set("synth.chorus.active", 0)
        set("synth.threadsafe-api", 0)
        set("synth.lock-memory", 0)
        // Only the presets in use are read: a 145 MB font costs 52 MB instead of 174 MB.
        set("synth.dynamic-sample-loading", 1)
        _ = fluid.fluid_settings_setnum(settings, "synth.gain", 0.5)
        // The first synthesizer of a process fills FluidSynth's tables; a second one made meanwhile on another thread would
        // read them half filled and sound slightly otherwise, once in a while.
        let made = Self.oneAtATime.withLock { _ in Int(bitPattern: fluid.new_fluid_synth(settings)) }
        guard let synth = OpaquePointer(bitPattern: made) else {
            fluid.delete_fluid_settings(settings)
            throw .synthesizer(FluidLog.takeErrors().last ?? "cannot start")
        }
        MemoryFile.addLoader(fluid, to: synth, settings: settings)
        self.fluid = fluid
        self.settings = settings
        self.synth = synth
        self.channels = channels ?? stems
        stemCount = stems
        outputs = .allocate(capacity: stems * 2)
        outputs.initialize(repeating: nil, count: stems * 2)
        separateChannels()
    }

    deinit {
        fluid.delete_fluid_synth(synth)
        fluid.delete_fluid_settings(settings)
        outputs.deallocate()
    }

    /// The number of a font, which is loaded the first time. FluidSynth takes broken ones too: it was checked before (`SoundFont`).
    private func load(_ source: SoundFontSource) throws(SynthesisError) -> Int32 {
        if let loaded = fonts[source] { return loaded }
        let name =
            switch source {
            case .builtIn: MemoryFile.name
            case .file(let path): path
            }
        _ = FluidLog.takeErrors()
        let font = fluid.fluid_synth_sfload(synth, name.systemName, 0)
        guard font >= 0 else {
            throw .soundFont(
                source.description,
                reason: "FluidSynth cannot load it: \(FluidLog.takeErrors().last ?? "no reason given")")
        }
        fonts[source] = font
        return font
    }

    func select(_ preset: PresetChoice.Preset, channel: Int) throws(SynthesisError) {
        let done = fluid.fluid_synth_program_select(
            synth, Int32(channel), try load(preset.font), Int32(preset.bank), Int32(preset.program))
        guard done == FLUID_OK else {
            throw .synthesizer("cannot select bank \(preset.bank) program \(preset.program)")
        }
    }

    func setDrums(_ drums: Bool, channel: Int) {
        _ = fluid.fluid_synth_set_channel_type(
            synth, Int32(channel), Int32(drums ? CHANNEL_TYPE_DRUM.rawValue : CHANNEL_TYPE_MELODIC.rawValue))
    }

    func setBendRange(semitones: Int, channel: Int) {
        _ = fluid.fluid_synth_pitch_wheel_sens(synth, Int32(channel), Int32(semitones))
    }

    /// Makes each channel a basic channel of its own: otherwise only the first could be set to mono (controller 126), and all
    /// others with it.
    private func separateChannels() {
        _ = fluid.fluid_synth_reset_basic_channel(synth, -1)
        for channel in 0..<((channels + 15) / 16 * 16) {
            _ = fluid.fluid_synth_set_basic_channel(
                synth, Int32(channel), Int32(FLUID_CHANNEL_MODE_OMNIOFF_POLY.rawValue), 1)
        }
    }

    func noteOn(_ pitch: Int, velocity: Int, channel: Int) {
        _ = fluid.fluid_synth_noteon(synth, Int32(channel), Int32(pitch), Int32(velocity))
    }

    func noteOff(_ pitch: Int, channel: Int) { _ = fluid.fluid_synth_noteoff(synth, Int32(channel), Int32(pitch)) }

    func control(_ controller: Int, value: Int, channel: Int) {
        _ = fluid.fluid_synth_cc(synth, Int32(channel), Int32(controller), Int32(value))
    }

    /// - Parameter wheel: 0…16383, 8192 is the middle.
    func bend(wheel: Int, channel: Int) { _ = fluid.fluid_synth_pitch_bend(synth, Int32(channel), Int32(wheel)) }

    func press(_ value: Int, channel: Int) {
        _ = fluid.fluid_synth_channel_pressure(synth, Int32(channel), Int32(value))
    }

    func press(_ pitch: Int, value: Int, channel: Int) {
        _ = fluid.fluid_synth_key_pressure(synth, Int32(channel), Int32(pitch), Int32(value))
    }

    /// Offsets a generator of the SoundFont (SoundFont 2.04, section 9.6).
    /// - Parameter value: 0…16383, 8192 is none.
    func setGenerator(_ number: Int, value: Int, channel: Int) {
        for (controller, value) in [(99, 120), (98, min(99, number)), (38, value & 0x7F), (6, value >> 7)] {
            control(controller, value: value, channel: channel)
        }
    }

    /// Silences everything at once.
    func reset() {
        _ = fluid.fluid_synth_system_reset(synth)
        separateChannels()
    }

    /// Adds the next frames to the block, from `offset` on. The block was cleared before.
    func render(into block: StemBlock, offset: Int, frames: Int) {
        for stem in 0..<stemCount {
            outputs[2 * stem] = block.left(stem) + offset
            outputs[2 * stem + 1] = block.right(stem) + offset
        }
        _ = fluid.fluid_synth_process(synth, Int32(frames), 0, nil, Int32(stemCount * 2), outputs)
    }
}
