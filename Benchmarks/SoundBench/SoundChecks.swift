/// Every check and every picture, by area.
public enum SoundChecks {
    public static let all: [SoundCheck] = [wowFlutterChecks, tapeChecks, samplerChecks, duckChecks].flatMap { $0 }

    public static let pictures: [SoundPicture] = [wowFlutterPictures, tapePictures, samplerPictures].flatMap { $0 }
}
