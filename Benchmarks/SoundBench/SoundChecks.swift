/// Every check and every picture, by area.
public enum SoundChecks {
    public static let all: [SoundCheck] = [wowFlutterChecks, ambienceChecks].flatMap { $0 }

    public static let pictures: [SoundPicture] = [wowFlutterPictures, ambiencePictures].flatMap { $0 }
}
