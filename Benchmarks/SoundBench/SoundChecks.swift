/// Every check and every picture, by area.
public enum SoundChecks {
    public static let all: [SoundCheck] = [
        wowFlutterChecks, soundFontChecks, instrumentChecks, drumsChecks,
    ].flatMap { $0 }

    public static let pictures: [SoundPicture] = [wowFlutterPictures].flatMap { $0 }
}
