/// Every check and every picture, by area.
public enum SoundChecks {
    public static let all: [SoundCheck] = [wowFlutterChecks, vinylChecks, vinylReferenceChecks, recordGrooveChecks].flatMap { $0 }

    public static let pictures: [SoundPicture] = [wowFlutterPictures, vinylPictures, vinylReferencePictures, recordGroovePictures].flatMap { $0 }
}
