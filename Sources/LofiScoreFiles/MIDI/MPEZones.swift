/// The MPE zones of a port: which channels belong to one player. MPE 1.0 (M1-100-UM), section 2.1.
struct MPEZones: Equatable {
    /// Member channels of the lower zone (from channel 1 up) and the upper zone (from channel 16 down); 0 = no zone.
    private(set) var lowerMembers = 0
    private(set) var upperMembers = 0

    /// Bend range of member channels before RPN 0 sets it; section 2.2.5.
    static let memberBendRangeCents = 4800

    /// Applies an MPE configuration message (RPN 6).
    /// - Parameters:
    ///   - manager: Channel it was sent on, 0 or 15; ignored on other channels.
    ///   - members: Number of member channels, 0…15.
    mutating func configure(manager: Int, members: Int) {
        // The latest message wins; both zones together have at most 14 members.
        if manager == 0 {
            lowerMembers = min(15, members)
            upperMembers = min(upperMembers, max(0, 14 - lowerMembers))
        } else if manager == 15 {
            upperMembers = min(15, members)
            lowerMembers = min(lowerMembers, max(0, 14 - upperMembers))
        }
    }

    /// The manager channel of the zone that contains a channel, which may be the manager itself; nil outside zones.
    func manager(of channel: Int) -> Int? {
        if lowerMembers > 0, channel <= lowerMembers { return 0 }
        if upperMembers > 0, channel >= 15 - upperMembers { return 15 }
        return nil
    }

    /// The member channels of the zone with this manager.
    func members(of manager: Int) -> ClosedRange<Int>? {
        switch manager {
        case 0 where lowerMembers > 0: 1...lowerMembers
        case 15 where upperMembers > 0: (15 - upperMembers)...14
        default: nil
        }
    }
}
