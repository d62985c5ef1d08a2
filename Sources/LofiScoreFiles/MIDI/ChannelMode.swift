/// Controllers 120 to 127, which are no controllers: MIDI 1.0, "channel mode messages".
enum ChannelMode {
    /// Also what the pedal holds.
    static let allSoundOff = 120
    static let resetAllControllers = 121
    static let mono = 126
    static let poly = 127

    /// Whether it lets go of every key: 120, 123, and those that imply 123.
    @inline(__always)
    static func endsNotes(_ controller: Int) -> Bool { controller == allSoundOff || controller >= 123 }
}
