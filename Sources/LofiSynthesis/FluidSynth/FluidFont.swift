import CFluidSynth
import LofiPlugin

/// A SoundFont of one FluidSynth instance, whose presets and samples are shared with all other instances.
///
/// FluidSynth's own loader reads a font once per instance, 45 ms for FluidR3 and 15 to 28 ms more per preset. This custom
/// loader (`fluid_sfloader`, "SoundFont API" in the FluidSynth manual) supplies presets from `SampleZone` and samples from
/// `SoundFont`; voices and their processing are FluidSynth's.
///
/// Owned by FluidSynth once added, and freed with its synthesizer.
final class FluidFont {
    /// FluidSynth's ID of the font.
    private(set) var id: Int32 = -1
    let font: SoundFont
    private let fluid: lofi_fluidsynth
    private let handle: OpaquePointer
    private var presets: [Int32: FluidPreset] = [:]

    /// Adds the font to a synthesizer.
    init(_ font: SoundFont, to synth: OpaquePointer, _ fluid: lofi_fluidsynth) throws(SynthesisError) {
        guard
            let handle = fluid.new_fluid_sfont(
                { _ in FluidFont.name },
                { font, bank, number in FluidFont.preset(of: font, bank: bank, number: number) },
                { _ in }, { _ in nil },
                { font in FluidFont.free(font) })
        else { throw .failed(synthesizer: FluidSynth.kind, reason: "out of memory") }
        self.font = font
        self.fluid = fluid
        self.handle = handle
        _ = fluid.fluid_sfont_set_data(handle, Unmanaged.passRetained(self).toOpaque())
        id = fluid.fluid_synth_add_sfont(synth, handle)
        guard id >= 0 else { throw .failed(synthesizer: FluidSynth.kind, reason: "cannot add \(font.source)") }
    }

    /// Prepares a preset for selection, with the samples of the given keys.
    /// - Returns: false if it has compressed samples, which only FluidSynth's own loader can read.
    func add(_ preset: PresetChoice.Preset, keys: Set<Int>) throws(SynthesisError) -> Bool {
        let number = Self.number(bank: preset.bank, program: preset.program)
        if let known = presets[number] {
            try known.add(keys, of: font)
            return true
        }
        let zones = try font.zones(preset)
        guard !zones.contains(where: { $0.sample.storage == .compressed }) else { return false }
        guard let made = FluidPreset(zones, number: number, in: handle, fluid) else {
            throw .failed(synthesizer: FluidSynth.kind, reason: "out of memory")
        }
        presets[number] = made
        try made.add(keys, of: font)
        return true
    }

    private static func number(bank: Int, program: Int) -> Int32 { Int32(bank << 7 | program) }

    /// Required by the C API but never shown.
    nonisolated(unsafe) private static let name: UnsafePointer<CChar>? = {
        let text = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
        text.initialize(to: 0)
        return UnsafePointer(text)
    }()

    private static func preset(of handle: OpaquePointer?, bank: Int32, number: Int32) -> OpaquePointer? {
        guard let data = lofi_load_fluidsynth().pointee.fluid_sfont_get_data(handle) else { return nil }
        let font = Unmanaged<FluidFont>.fromOpaque(data).takeUnretainedValue()
        return font.presets[FluidFont.number(bank: Int(bank), program: Int(number))]?.handle
    }

    private static func free(_ handle: OpaquePointer?) -> Int32 {
        let fluid = lofi_load_fluidsynth()
        if let data = fluid?.pointee.fluid_sfont_get_data(handle) { Unmanaged<FluidFont>.fromOpaque(data).release() }
        return fluid?.pointee.delete_fluid_sfont(handle) ?? 0
    }
}
