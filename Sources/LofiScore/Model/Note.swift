/// A note of a part. Pitch 60 is middle C (C4).
public struct Note: Sendable, Equatable, Hashable {
    /// Onset in ticks.
    public var startTick: Int
    /// Duration in ticks, 0 or more.
    public var durationTicks: Int
    // Small integers, because songs have up to millions of notes.
    @usableFromInline var storedPitch: Int32
    @usableFromInline var storedVelocity: Int16
    @usableFromInline var storedMember: Int16

    /// MIDI key number, 0…127.
    @inlinable public var pitch: Int {
        get { Int(storedPitch) }
        set { storedPitch = Int32(clamping: newValue) }
    }

    /// MIDI velocity, 1…127.
    @inlinable public var velocity: Int {
        get { Int(storedVelocity) }
        set { storedVelocity = Int16(clamping: newValue) }
    }

    /// The member channel it sounds on, with its own bend and pressure, if one player uses several channels (MPE, MIDI
    /// guitar): 1…16. 0 in all other parts, and on the manager channel of an MPE zone.
    @inlinable public var member: Int {
        get { Int(storedMember) }
        set { storedMember = Int16(clamping: newValue) }
    }

    /// - Parameters:
    ///   - startTick: Onset in ticks.
    ///   - durationTicks: Duration in ticks, 0 or more.
    ///   - pitch: MIDI key number, 0…127.
    ///   - velocity: MIDI velocity, 1…127.
    @inlinable
    public init(startTick: Int, durationTicks: Int, pitch: Int, velocity: Int) {
        self.startTick = startTick
        self.durationTicks = durationTicks
        storedPitch = Int32(clamping: pitch)
        storedVelocity = Int16(clamping: velocity)
        storedMember = 0
    }

    /// End of the note in ticks, exclusive.
    public var endTick: Int { startTick + durationTicks }
}
