import CFluidSynth
import LofiPlatform
import LofiPlugin

/// One FluidSynth synthesizer with a stereo output for each stem; its own reverb and chorus are off.
///
/// Used by one thread at a time. It renders in steps of 64 frames, so an event takes effect at the next multiple of 64.
final class FluidInstance {
    /// FluidSynth's own block (`FLUID_BUFSIZE`).
    static let gridFrames = 64
    /// FluidSynth's limit for `synth.audio-groups`.
    static let maximumStems = 128
    /// FluidSynth's limit for `synth.midi-channels`.
    static let maximumChannels = 256
    /// FluidSynth's range for `synth.sample-rate`.
    static let sampleRates = 8000.0...96000

    /// A loaded preset.
    struct Program {
        fileprivate let font: Int32
        fileprivate let bank: Int32
        fileprivate let number: Int32
    }

    private static let making = Locked(())

    let stemCount: Int
    /// Number of MIDI channels; channel c plays on stem c modulo `stemCount`.
    let channels: Int
    private var fonts: [SoundFontSource: FluidFont] = [:]
    /// IDs of the fonts loaded by FluidSynth's own loader.
    private var ownFonts: [SoundFontSource: Int32] = [:]
    private let fluid: lofi_fluidsynth
    private let settings: OpaquePointer
    private let synth: OpaquePointer
    /// Frames already taken from FluidSynth's current block of 64.
    private var blockPosition = 0
    private let outputs: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>

    /// Loads the library and makes it compute its tables.
    static func prepare() { _ = try? FluidInstance(sampleRate: 44_100.0, stems: 1, channels: 1) }

    /// - Parameters:
    ///   - sampleRate: 8000…96000 frames per second; need not be whole.
    ///   - stems: 1…128.
    ///   - channels: 1…256.
    ///   - polyphony: maximum number of simultaneous voices.
    init(
        sampleRate: Double, stems: Int, channels: Int, polyphony: Int = 256, interpolation: FluidInterpolation = .cubic
    ) throws(SynthesisError) {
        precondition((1...Self.maximumStems).contains(stems) && (1...Self.maximumChannels).contains(channels))
        guard Self.sampleRates.contains(sampleRate) else {
            throw Self.failed("sample rates of 8000 to 96000 Hz are supported, not \(Int(sampleRate))")
        }
        guard let fluid = lofi_load_fluidsynth()?.pointee else {
            throw .unavailable(
                synthesizer: FluidSynth.kind,
                reason: lofi_fluidsynth_failure().map { "libfluidsynth cannot be loaded: \(String(cString: $0))" }
                    ?? "libfluidsynth is not installed; on Debian or Ubuntu: sudo apt-get install libfluidsynth3")
        }
        FluidLog.capture(fluid)
        // Serialized: creating settings queries the audio drivers, which is not thread-safe, and the first synthesizer of a
        // process fills tables that a second one would read while incomplete.
        let made = Self.making.withLock { _ in
            Made(fluid, sampleRate: sampleRate, stems: stems, channels: channels, polyphony: polyphony)
        }
        guard let settings = made.settings, let synth = made.synth else {
            throw Self.failed(FluidLog.takeErrors().last ?? "out of memory")
        }
        MemoryFile.addLoader(fluid, to: synth, settings: settings)
        self.fluid = fluid
        self.settings = settings
        self.synth = synth
        self.channels = channels
        stemCount = stems
        outputs = .allocate(capacity: stems * 2)
        outputs.initialize(repeating: nil, count: stems * 2)
        _ = fluid.fluid_synth_set_interp_method(synth, -1, interpolation.code)
        separateChannels()
    }

    /// The handles of a new synthesizer; nil if FluidSynth failed.
    private struct Made: @unchecked Sendable {
        let settings: OpaquePointer?
        let synth: OpaquePointer?

        init(_ fluid: lofi_fluidsynth, sampleRate: Double, stems: Int, channels: Int, polyphony: Int) {
            guard let settings = fluid.new_fluid_settings() else {
                (self.settings, synth) = (nil, nil)
                return
            }
            func set(_ name: String, _ value: Int) { _ = fluid.fluid_settings_setint(settings, name, Int32(value)) }
            _ = fluid.fluid_settings_setnum(settings, "synth.sample-rate", sampleRate)
            // Leaves headroom for chords at the fonts' own levels.
            _ = fluid.fluid_settings_setnum(settings, "synth.gain", 0.5)
            set("synth.audio-channels", stems)
            set("synth.audio-groups", stems)
            set("synth.midi-channels", (channels + 15) / 16 * 16)
            set("synth.polyphony", polyphony)
            set("synth.reverb.active", 0)
            set("synth.chorus.active", 0)
            set("synth.threadsafe-api", 0)
            set("synth.lock-memory", 0)
            // For fonts loaded by FluidSynth: read only the presets in use.
            set("synth.dynamic-sample-loading", 1)
            let synth = fluid.new_fluid_synth(settings)
            if synth == nil { fluid.delete_fluid_settings(settings) }
            (self.settings, self.synth) = (synth == nil ? nil : settings, synth)
        }
    }

    private static func failed(_ reason: String) -> SynthesisError {
        .failed(synthesizer: FluidSynth.kind, reason: reason)
    }

    deinit {
        fluid.delete_fluid_synth(synth)
        fluid.delete_fluid_settings(settings)
        outputs.deallocate()
    }

    /// Loads a preset.
    /// - Parameters:
    ///   - keys: the keys that will be played.
    ///   - byFluidSynth: whether to use FluidSynth's own loader instead of the samples shared by all instances.
    func load(
        _ preset: PresetChoice.Preset, of font: SoundFont, keys: Set<Int>, byFluidSynth: Bool
    ) throws(SynthesisError) -> Program {
        func program(_ id: Int32) -> Program {
            Program(font: id, bank: Int32(preset.bank), number: Int32(preset.program))
        }
        if !byFluidSynth {
            let shared = if let known = fonts[font.source] { known } else { try FluidFont(font, to: synth, fluid) }
            fonts[font.source] = shared
            if try shared.add(preset, keys: keys) { return program(shared.id) }
        }
        return program(try load(font.source))
    }

    /// Loads a font with FluidSynth's loader, which accepts broken fonts: `SoundFont` has checked it before.
    private func load(_ source: SoundFontSource) throws(SynthesisError) -> Int32 {
        if let loaded = ownFonts[source] { return loaded }
        let name =
            switch source {
            case .builtIn: MemoryFile.name
            case .file(let path): path
            }
        _ = FluidLog.takeErrors()
        let font = fluid.fluid_synth_sfload(synth, name, 0)
        guard font >= 0 else {
            throw .soundFont(
                source.description,
                reason: "FluidSynth cannot load it: \(FluidLog.takeErrors().last ?? "no reason given")")
        }
        ownFonts[source] = font
        return font
    }

    func select(_ program: Program, channel: Int) throws(SynthesisError) {
        let done = fluid.fluid_synth_program_select(synth, Int32(channel), program.font, program.bank, program.number)
        guard done == FLUID_OK else {
            throw Self.failed("cannot select bank \(program.bank) program \(program.number)")
        }
    }

    func setDrums(_ drums: Bool, channel: Int) {
        _ = fluid.fluid_synth_set_channel_type(
            synth, Int32(channel), Int32(drums ? CHANNEL_TYPE_DRUM.rawValue : CHANNEL_TYPE_MELODIC.rawValue))
    }

    func setBendRange(semitones: Int, channel: Int) {
        _ = fluid.fluid_synth_pitch_wheel_sens(synth, Int32(channel), Int32(semitones))
    }

    /// Makes each channel a basic channel: otherwise only the first could be set to mono (controller 126), and with it all
    /// others.
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

    /// Sets the pitch bend.
    /// - Parameter wheel: 0…16383; 8192 is the center.
    func bend(wheel: Int, channel: Int) { _ = fluid.fluid_synth_pitch_bend(synth, Int32(channel), Int32(wheel)) }

    func press(_ value: Int, channel: Int) {
        _ = fluid.fluid_synth_channel_pressure(synth, Int32(channel), Int32(value))
    }

    func press(_ pitch: Int, value: Int, channel: Int) {
        _ = fluid.fluid_synth_key_pressure(synth, Int32(channel), Int32(pitch), Int32(value))
    }

    /// Offsets a SoundFont generator (SoundFont 2.04, section 9.6).
    /// - Parameter value: 0…16383; 8192 is no offset.
    func setGenerator(_ number: Int, value: Int, channel: Int) {
        for (controller, value) in [(99, 120), (98, min(99, number)), (38, value & 0x7F), (6, value >> 7)] {
            control(controller, value: value, channel: channel)
        }
    }

    /// Resets to the initial state: no notes, default controllers, at the start of a FluidSynth block.
    func reset() {
        _ = fluid.fluid_synth_system_reset(synth)
        separateChannels()
        guard blockPosition > 0 else { return }
        let rest = StemBlock(stemCount: stemCount, capacityFrames: Self.gridFrames - blockPosition)
        render(into: rest, offset: 0, frames: rest.capacityFrames)
    }

    /// Adds the next frames to a cleared block from `offset` on.
    func render(into block: StemBlock, offset: Int, frames: Int) {
        for stem in 0..<stemCount {
            outputs[2 * stem] = block.left(stem) + offset
            outputs[2 * stem + 1] = block.right(stem) + offset
        }
        _ = fluid.fluid_synth_process(synth, Int32(frames), 0, nil, Int32(stemCount * 2), outputs)
        blockPosition = (blockPosition + frames) % Self.gridFrames
    }
}
