/// Which channels of a port are one player's: MPE 1.0 (M1-100-UM), section 2.1.
struct MPEZones: Equatable {
    /// From channel 1 up and from channel 16 down: how many member channels; 0 where there is no zone.
    private(set) var lowerMembers = 0
    private(set) var upperMembers = 0

    /// The bend range of member channels until RPN 0 says otherwise; section 2.2.5.
    static let memberBendRangeCents = 4800

    /// Takes an MPE configuration message (RPN 6).
    /// - Parameter manager: 0 or 15; on other channels it means nothing.
    mutating func configure(manager: Int, members: Int) {
        // The latest has its way: both together have 14 members at the most.
        if manager == 0 {
            lowerMembers = min(15, members)
            upperMembers = min(upperMembers, max(0, 14 - lowerMembers))
        } else if manager == 15 {
            upperMembers = min(15, members)
            lowerMembers = min(lowerMembers, max(0, 14 - upperMembers))
        }
    }

    /// The manager channel of a channel's zone, itself too; nil outside zones.
    func manager(of channel: Int) -> Int? {
        if lowerMembers > 0, channel <= lowerMembers { return 0 }
        if upperMembers > 0, channel >= 15 - upperMembers { return 15 }
        return nil
    }

    /// The member channels of the zone with that manager.
    func members(of manager: Int) -> ClosedRange<Int>? {
        switch manager {
        case 0 where lowerMembers > 0: 1...lowerMembers
        case 15 where upperMembers > 0: (15 - upperMembers)...14
        default: nil
        }
    }
}
