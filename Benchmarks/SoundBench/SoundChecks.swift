/// Every check and every picture, by area.
public enum SoundChecks {
    public static let all: [SoundCheck] = [
        wowFlutterChecks, tapeChecks, tapeTransportChecks, samplerChecks, duckChecks, filterChecks,
        dynamicsChecks, modulationChecks, spaceChecks, ambienceChecks, masterChecks, presetChecks,
    ].flatMap { $0 }

    public static let pictures: [SoundPicture] = [
        wowFlutterPictures, tapePictures, tapeTransportPictures, samplerPictures, filterPictures,
        dynamicsPictures, spacePictures, ambiencePictures,
    ].flatMap { $0 }
}
