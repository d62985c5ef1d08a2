/// Every check and every picture, by area.
public enum SoundChecks {
    public static let all: [SoundCheck] = [wowFlutterChecks, vinylChecks, vinylReferenceChecks].flatMap { $0 }

    public static let pictures: [SoundPicture] = [wowFlutterPictures, vinylPictures, vinylReferencePictures].flatMap { $0 }
}
