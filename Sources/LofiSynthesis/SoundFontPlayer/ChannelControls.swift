/// The current controller and pressure values of a channel, 0…127.
struct ChannelControls {
    var controllers = ChannelControls.initialControllers
    var pressure: UInt8 = 0
    /// Polyphonic pressure of each key.
    var keyPressures = ChannelControls.noPressures

    /// All controls at their minimum and at their maximum.
    static let lowest = ChannelControls(
        controllers: [UInt8](repeating: 0, count: 128), pressure: 0, keyPressures: noPressures)
    static let highest = ChannelControls(
        controllers: [UInt8](repeating: 127, count: 128), pressure: 127,
        keyPressures: [UInt8](repeating: 127, count: 128))

    private static let noPressures = [UInt8](repeating: 0, count: 128)

    /// Initial controllers: General MIDI's volume, balance, pan and expression; sound controllers are centered, as in FluidSynth.
    private static let initialControllers: [UInt8] = {
        var values = [UInt8](repeating: 0, count: 128)
        (values[7], values[8], values[10], values[11]) = (100, 64, 64, 127)
        for sound in 70...79 { values[sound] = 64 }
        return values
    }()

    /// Resets all controllers (121) except those that RP-015 keeps: volume, balance, pan, sound and effects.
    mutating func reset() {
        let old = controllers
        self = ChannelControls()
        for kept in [7, 8, 10] + Array(70...79) + Array(91...95) { controllers[kept] = old[kept] }
    }
}
