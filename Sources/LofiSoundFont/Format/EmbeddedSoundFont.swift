import CAssets

/// The SoundFont built into the program.
public enum EmbeddedSoundFont {
    /// The bytes of SoundFonts/lofi-kit.sf2; valid for the lifetime of the program.
    public static var bytes: UnsafeRawBufferPointer {
        var size = 0
        let start = lofi_kit_sf2(&size)
        return UnsafeRawBufferPointer(start: start, count: size)
    }
}
