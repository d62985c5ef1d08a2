/// A controller, pitch bend, program or pressure change within a part.
public struct ControlEvent: Sendable, Equatable, Hashable {
    /// What changes.
    public enum Change: Sendable, Equatable, Hashable {
        /// A MIDI controller by number, such as 7 volume or 64 sustain, with a value of 0…127.
        ///
        /// Bank select, RPN, NRPN and resets do not occur here: they are already resolved into the other cases.
        /// Controller 120 ends all sounding notes at once, 126 makes the part monophonic, 127 polyphonic again.
        case controller(Int, value: Int)
        /// Pitch bend in cents, with the file's bend range already applied.
        case pitchBend(cents: Double)
        /// Tuning in cents relative to A = 440 Hz, added to the bend: channel tuning (RPN 1) plus master tuning.
        case tuning(cents: Double)
        /// Program change within the part, 0…127, with its bank (`Part.bank`).
        case program(Int, bank: Int)
        /// Channel pressure (aftertouch), 0…127.
        case pressure(Int)
        /// Polyphonic key pressure, 0…127.
        case keyPressure(pitch: Int, value: Int)
        /// Offset of a SoundFont generator by number (NRPN 120, SoundFont 2.04, section 9.6), 0…16383; 8192 = no
        /// offset.
        case generator(Int, value: Int)
    }

    /// When it takes effect, in ticks.
    public var tick: Int
    /// What changes.
    public var change: Change
    // Small integers, as in `Note`.
    @usableFromInline var storedMember: Int16

    /// The member channel it applies to (`Note.member`); 0 = the whole part.
    @inlinable public var member: Int {
        get { Int(storedMember) }
        set { storedMember = Int16(clamping: newValue) }
    }

    /// - Parameter member: Member channel, 0…16; 0 = the whole part.
    public init(tick: Int, change: Change, member: Int = 0) {
        self.tick = tick
        self.change = change
        storedMember = Int16(clamping: member)
    }

    /// The same change at another tick.
    public func moved(to tick: Int) -> ControlEvent { ControlEvent(tick: tick, change: change, member: member) }
}
