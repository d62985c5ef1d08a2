/// Every check and every picture, by area.
public enum SoundChecks {
    public static let all: [SoundCheck] = [wowFlutterChecks, masterChecks, presetChecks].flatMap { $0 }

    public static let pictures: [SoundPicture] = [wowFlutterPictures].flatMap { $0 }
}
