/// A change of a controller during a part.
public struct ControlEvent: Sendable, Equatable, Hashable {
    public enum Change: Sendable, Equatable, Hashable {
        /// A MIDI controller by its number: 7 volume, 64 sustain and all others that shape sound, value 0…127.
        ///
        /// Banks, parameters (RPN, NRPN) and resets are not among them: they are the other cases, applied already. 120 ends what
        /// sounds at once, 126 makes the part monophonic, 127 polyphonic again.
        case controller(Int, value: Int)
        /// Bend in cents, the file's own bend range already applied.
        case pitchBend(cents: Double)
        /// Tuning in cents away from A = 440 Hz, which holds beside the bend: of the channel (RPN 1) and the device together.
        case tuning(cents: Double)
        /// A change of program within the part, 0…127, with the bank (`Part.bank`).
        case program(Int, bank: Int)
        /// Channel pressure (aftertouch), 0…127.
        case pressure(Int)
        /// Polyphonic key pressure, 0…127.
        case keyPressure(pitch: Int, value: Int)
        /// Offset of a SoundFont generator by its number (NRPN 120, SoundFont 2.04, section 9.6), 0…16383; 8192 is none.
        case generator(Int, value: Int)
    }

    public var tick: Int
    public var change: Change
    // Stored in few bits, as a note's.
    @usableFromInline var storedMember: Int16

    /// The member channel that it holds for (`Note.member`); 0 is all of the part.
    @inlinable public var member: Int {
        get { Int(storedMember) }
        set { storedMember = Int16(clamping: newValue) }
    }

    public init(tick: Int, change: Change, member: Int = 0) {
        self.tick = tick
        self.change = change
        storedMember = Int16(clamping: member)
    }

    /// The same change at another tick.
    public func moved(to tick: Int) -> ControlEvent { ControlEvent(tick: tick, change: change, member: member) }
}
