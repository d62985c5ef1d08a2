/// Settings of a device that apply to all channels of its port.
struct DeviceState {
    var standard: SystemMessage.Standard?
    /// Master volume, 0…1.
    var volume = 1.0
    /// Master tuning in cents.
    var tuningCents = 0.0
    /// Transposition in semitones.
    var transposition = 0
    /// MPE zones of the port.
    var zones = MPEZones()
}
