/// All checks and pictures, by area.
public enum SoundChecks {
    /// All checks.
    public static let all: [SoundCheck] = [
        wowFlutterChecks, tapeChecks, tapeTransportChecks, samplerChecks, duckChecks, vinylChecks,
        recordGrooveChecks, filterChecks, dynamicsChecks, modulationChecks, spaceChecks, ambienceChecks,
        drumsChecks, instrumentChecks, soundFontChecks, vinylReferenceChecks, loudnessChecks, masterChecks,
        presetChecks,
    ].flatMap { $0 }

    /// All pictures.
    public static let pictures: [SoundPicture] = [
        wowFlutterPictures, tapePictures, tapeTransportPictures, samplerPictures, vinylPictures,
        recordGroovePictures, filterPictures, dynamicsPictures, spacePictures, ambiencePictures,
        vinylReferencePictures,
    ].flatMap { $0 }
}
