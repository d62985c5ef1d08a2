/// Every check and every picture, by area.
public enum SoundChecks {
    public static let all: [SoundCheck] = [
        wowFlutterChecks, filterChecks, dynamicsChecks, modulationChecks, spaceChecks,
    ].flatMap { $0 }

    public static let pictures: [SoundPicture] = [wowFlutterPictures, filterPictures, dynamicsPictures, spacePictures]
        .flatMap { $0 }
}
