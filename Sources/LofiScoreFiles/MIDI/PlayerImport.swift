import LofiScore

/// One player: a channel of a track, or several channels with one string or key each.
struct PlayerImport {
    /// A channel of a track with notes.
    struct Source {
        let track: Int
        /// Index in `TrackImport.channels`.
        let index: Int
        /// Port × 16 + channel.
        let key: Int
        /// Member channel (`Note.member`).
        var member = 0
    }

    var sources: [Source]
    /// Key of the channel that controls all of them: the manager of an MPE zone.
    var manager: Int?
}

extension PlayerImport {
    /// The players of a song, in order of their first channel.
    static func players(_ tracks: [TrackImport], _ ports: [Int: PortImport]) -> [PlayerImport] {
        var sources: [Source] = []
        for (index, track) in tracks.enumerated() {
            for channel in track.channels.indices where !track.channels[channel].notes.isEmpty {
                sources.append(Source(track: index, index: channel, key: track.channels[channel].key))
            }
        }
        return joinStrings(joinZones(sources, tracks, ports), tracks, ports)
    }

    // MARK: MPE

    private struct ZoneKey: Hashable {
        let manager: Int
        /// A track with several channels of the zone is a player of its own; -1 joins tracks with one channel each.
        let track: Int
    }

    /// Joins the channels of each MPE zone.
    private static func joinZones(
        _ sources: [Source], _ tracks: [TrackImport], _ ports: [Int: PortImport]
    ) -> [PlayerImport] {
        func manager(_ key: Int) -> Int? {
            ports[key / 16]?.zones.manager(of: key % 16).map { key / 16 * 16 + $0 }
        }
        var players: [PlayerImport] = []
        var indices: [ZoneKey: Int] = [:]
        for var source in sources {
            guard let zone = manager(source.key) else {
                players.append(PlayerImport(sources: [source]))
                continue
            }
            let channels = tracks[source.track].channels
            let isAlone = channels.count { !$0.notes.isEmpty && manager($0.key) == zone } == 1
            let key = ZoneKey(manager: zone, track: isAlone ? -1 : source.track)
            source.member = abs(source.key - zone)
            if let index = indices[key] {
                players[index].sources.append(source)
            } else {
                indices[key] = players.count
                players.append(PlayerImport(sources: [source], manager: zone))
            }
        }
        return players
    }

    // MARK: Strings

    /// Minimum number of strings: a bass has four.
    private static let minimumStrings = 4

    private struct StringKey: Hashable {
        let port: Int
        let program: Int
        let bank: Int
        /// A track with several channels, or the common name, without numbers, of tracks with one channel each.
        let track: String
    }

    /// Joins the channels of a MIDI guitar without MPE: adjacent channels with one program, in one track or in tracks
    /// with similar names, each monophonic and most of them with pitch bend.
    private static func joinStrings(
        _ players: [PlayerImport], _ tracks: [TrackImport], _ ports: [Int: PortImport]
    ) -> [PlayerImport] {
        var groups: [StringKey: [Int]] = [:]
        for (index, player) in players.enumerated() where player.manager == nil {
            let source = player.sources[0]
            guard let port = ports[source.key / 16], port.histories.count(where: \.isBent) > 1 else { continue }
            let history = port.histories[source.key % 16]
            let track = tracks[source.track]
            let onset = track.channels[source.index].notes[0].startTick
            guard !history.isDrums(at: onset) else { continue }
            let program = history.program(at: onset) ?? (0, 0)
            let name = track.channels.count > 1 ? "\(source.track)" : " " + root(of: track.name)
            guard name != " " else { continue }
            groups[
                StringKey(port: source.key / 16, program: program.number, bank: program.bank, track: name), default: []
            ].append(index)
        }
        var joined = players
        var isGone = [Bool](repeating: false, count: players.count)
        for group in groups.values where group.count >= minimumStrings {
            for run in runs(group.sorted { players[$0].sources[0].key < players[$1].sources[0].key }, players) {
                let sources = run.map { players[$0].sources[0] }
                let bent = sources.count { ports[$0.key / 16]?.histories[$0.key % 16].isBent == true }
                guard run.count >= minimumStrings, bent * 2 >= run.count,
                    sources.allSatisfy({ isMonophonic(tracks[$0.track].channels[$0.index].notes) }),
                    let first = run.min()
                else { continue }
                joined[first].sources = sources.enumerated().map { index, source in
                    var source = source
                    source.member = index + 1
                    return source
                }
                for index in run where index != first { isGone[index] = true }
            }
        }
        return joined.indices.filter { !isGone[$0] }.map { joined[$0] }
    }

    /// Groups of adjacent channels.
    private static func runs(_ sorted: [Int], _ players: [PlayerImport]) -> [[Int]] {
        var runs: [[Int]] = []
        for index in sorted {
            if let last = runs.last?.last, players[index].sources[0].key == players[last].sources[0].key + 1 {
                runs[runs.count - 1].append(index)
            } else {
                runs.append([index])
            }
        }
        return runs
    }

    /// The name without digits and separators.
    private static func root(of name: String) -> String {
        String(
            name.unicodeScalars.filter { !("0"..."9" ~= $0 || " -_#.".unicodeScalars.contains($0)) }.map(Character.init)
        )
    }

    /// Whether at most one note in twenty starts before three quarters of the previous one.
    private static func isMonophonic(_ notes: [Note]) -> Bool {
        let overlaps = zip(notes, notes.dropFirst()).count { earlier, later in
            later.startTick < earlier.startTick + earlier.durationTicks * 3 / 4
        }
        return overlaps * 20 <= notes.count
    }
}
