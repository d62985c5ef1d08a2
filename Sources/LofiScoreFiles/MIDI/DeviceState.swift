/// What a device was set to, for all channels of its port.
struct DeviceState {
    var standard: SystemMessage.Standard?
    /// 0…1.
    var volume = 1.0
    var tuningCents = 0.0
    /// Semitones.
    var transposition = 0
    var zones = MPEZones()
}
