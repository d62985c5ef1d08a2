/// One note. Pitch 60 is middle C (C4).
public struct Note: Sendable, Equatable, Hashable {
    public var startTick: Int
    /// 0 or more.
    public var durationTicks: Int
    // Stored in few bits: songs have up to millions of notes.
    @usableFromInline var storedPitch: Int32
    @usableFromInline var storedVelocity: Int16
    @usableFromInline var storedMember: Int16

    /// MIDI key, 0…127.
    @inlinable public var pitch: Int {
        get { Int(storedPitch) }
        set { storedPitch = Int32(clamping: newValue) }
    }

    /// 1…127.
    @inlinable public var velocity: Int {
        get { Int(storedVelocity) }
        set { storedVelocity = Int16(clamping: newValue) }
    }

    /// The member channel that it sounds on, with bends and pressure of its own, where one player has several channels
    /// (MPE, MIDI guitar): 1…16. 0 in all other parts, and on the manager channel of an MPE zone.
    @inlinable public var member: Int {
        get { Int(storedMember) }
        set { storedMember = Int16(clamping: newValue) }
    }

    @inlinable
    public init(startTick: Int, durationTicks: Int, pitch: Int, velocity: Int) {
        self.startTick = startTick
        self.durationTicks = durationTicks
        storedPitch = Int32(clamping: pitch)
        storedVelocity = Int16(clamping: velocity)
        storedMember = 0
    }

    public var endTick: Int { startTick + durationTicks }
}
