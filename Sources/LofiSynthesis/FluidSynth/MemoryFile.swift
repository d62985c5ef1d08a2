import CFluidSynth
import LofiSoundFont

/// Lets FluidSynth read the built-in SoundFont from the program's memory.
///
/// FluidSynth opens fonts by name; a loader with these callbacks handles a single name, `MemoryFile.name`.
enum MemoryFile {
    static let name = "lofi-kit (built in)"

    private struct Cursor {
        let bytes: UnsafeRawBufferPointer
        var position: Int
    }

    /// Adds the loader to a synthesizer, which then owns it.
    static func addLoader(_ fluid: lofi_fluidsynth, to synth: OpaquePointer, settings: OpaquePointer) {
        guard let loader = fluid.new_fluid_defsfloader(settings) else { return }
        _ = fluid.fluid_sfloader_set_callbacks(
            loader,
            { path in
                guard let path, String(cString: path) == MemoryFile.name else { return nil }
                let cursor = UnsafeMutablePointer<Cursor>.allocate(capacity: 1)
                cursor.initialize(to: Cursor(bytes: EmbeddedSoundFont.bytes, position: 0))
                return UnsafeMutableRawPointer(cursor)
            },
            { buffer, count, handle in
                guard let buffer, let cursor = handle?.assumingMemoryBound(to: Cursor.self),
                    let count = Int(exactly: count),
                    count >= 0, let base = cursor.pointee.bytes.baseAddress,
                    count <= cursor.pointee.bytes.count - cursor.pointee.position
                else { return Int32(FLUID_FAILED) }
                buffer.copyMemory(from: base + cursor.pointee.position, byteCount: count)
                cursor.pointee.position += count
                return Int32(FLUID_OK)
            },
            { handle, offset, origin in
                guard let cursor = handle?.assumingMemoryBound(to: Cursor.self) else { return Int32(FLUID_FAILED) }
                let start =
                    switch origin {
                    case SEEK_CUR: cursor.pointee.position
                    case SEEK_END: cursor.pointee.bytes.count
                    default: 0
                    }
                let target = start + Int(offset)
                guard (0...cursor.pointee.bytes.count).contains(target) else { return Int32(FLUID_FAILED) }
                cursor.pointee.position = target
                return Int32(FLUID_OK)
            },
            { handle in
                guard let cursor = handle?.assumingMemoryBound(to: Cursor.self) else { return -1 }
                return fluid_long_long_t(cursor.pointee.position)
            },
            { handle in
                handle?.assumingMemoryBound(to: Cursor.self).deallocate()
                return Int32(FLUID_OK)
            })
        fluid.fluid_synth_add_sfloader(synth, loader)
    }
}
