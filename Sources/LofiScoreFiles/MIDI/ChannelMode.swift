/// Controllers 120 to 127, the channel mode messages of MIDI 1.0.
enum ChannelMode {
    /// Also silences notes held by the pedal.
    static let allSoundOff = 120
    static let resetAllControllers = 121
    static let mono = 126
    static let poly = 127

    /// Whether it releases every key: 120, 123, and those that imply 123.
    @inline(__always)
    static func endsNotes(_ controller: Int) -> Bool { controller == allSoundOff || controller >= 123 }
}
