import LofiScore

/// What one player plays: a channel of a track, or several of them where each string or each key has one of its own.
struct PlayerImport {
    /// A channel of a track that has notes.
    struct Source {
        let track: Int
        /// Among `TrackImport.channels`.
        let place: Int
        /// Port × 16 + channel.
        let key: Int
        /// `Note.member`.
        var member = 0
    }

    var sources: [Source]
    /// The key of the channel that speaks for all of them: the manager of an MPE zone.
    var manager: Int?
}

extension PlayerImport {
    /// The players of a song, in order of their first channel.
    static func players(_ tracks: [TrackImport], _ ports: [Int: PortImport]) -> [PlayerImport] {
        var sources: [Source] = []
        for (index, track) in tracks.enumerated() {
            for place in track.channels.indices where !track.channels[place].notes.isEmpty {
                sources.append(Source(track: index, place: place, key: track.channels[place].key))
            }
        }
        return joinStrings(joinZones(sources, tracks, ports), tracks, ports)
    }

    // MARK: MPE

    private struct ZoneKey: Hashable {
        let manager: Int
        /// A track that has several of its channels is a player of its own; -1 joins those that have one each.
        let track: Int
    }

    private static func joinZones(
        _ sources: [Source], _ tracks: [TrackImport], _ ports: [Int: PortImport]
    ) -> [PlayerImport] {
        func manager(_ key: Int) -> Int? {
            ports[key / 16]?.zones.manager(of: key % 16).map { key / 16 * 16 + $0 }
        }
        var players: [PlayerImport] = []
        var places: [ZoneKey: Int] = [:]
        for var source in sources {
            guard let zone = manager(source.key) else {
                players.append(PlayerImport(sources: [source]))
                continue
            }
            let channels = tracks[source.track].channels
            let isAlone = channels.count { !$0.notes.isEmpty && manager($0.key) == zone } == 1
            let key = ZoneKey(manager: zone, track: isAlone ? -1 : source.track)
            source.member = abs(source.key - zone)
            if let place = places[key] {
                players[place].sources.append(source)
            } else {
                places[key] = players.count
                players.append(PlayerImport(sources: [source], manager: zone))
            }
        }
        return players
    }

    // MARK: Strings

    /// A bass has four strings.
    private static let fewestStrings = 4

    private struct StringKey: Hashable {
        let port: Int
        let program: Int
        let bank: Int
        /// A track with several channels, or the name that tracks with one each have but for their numbers.
        let track: String
    }

    /// Joins the channels of a MIDI guitar without MPE: neighbours with one program in one track, or in tracks named alike, each
    /// playing a note at a time and most of them bent.
    private static func joinStrings(
        _ players: [PlayerImport], _ tracks: [TrackImport], _ ports: [Int: PortImport]
    ) -> [PlayerImport] {
        var groups: [StringKey: [Int]] = [:]
        for (index, player) in players.enumerated() where player.manager == nil {
            let source = player.sources[0]
            guard let port = ports[source.key / 16], port.histories.count(where: \.isBent) > 1 else { continue }
            let history = port.histories[source.key % 16]
            let track = tracks[source.track]
            let onset = track.channels[source.place].notes[0].startTick
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
        for group in groups.values where group.count >= fewestStrings {
            for run in runs(group.sorted { players[$0].sources[0].key < players[$1].sources[0].key }, players) {
                let sources = run.map { players[$0].sources[0] }
                let bent = sources.count { ports[$0.key / 16]?.histories[$0.key % 16].isBent == true }
                guard run.count >= fewestStrings, bent * 2 >= run.count,
                    sources.allSatisfy({ isMonophonic(tracks[$0.track].channels[$0.place].notes) }),
                    let first = run.min()
                else { continue }
                joined[first].sources = sources.enumerated().map { place, source in
                    var source = source
                    source.member = place + 1
                    return source
                }
                for index in run where index != first { isGone[index] = true }
            }
        }
        return joined.indices.filter { !isGone[$0] }.map { joined[$0] }
    }

    /// Runs of neighbouring channels.
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

    /// A name without numbers and what stands between words.
    private static func root(of name: String) -> String {
        String(
            name.unicodeScalars.filter { !("0"..."9" ~= $0 || " -_#.".unicodeScalars.contains($0)) }.map(Character.init)
        )
    }

    /// Whether at most one note in twenty begins before the last one is nearly over.
    private static func isMonophonic(_ notes: [Note]) -> Bool {
        let overlaps = zip(notes, notes.dropFirst()).count { earlier, later in
            later.startTick < earlier.startTick + earlier.durationTicks * 3 / 4
        }
        return overlaps * 20 <= notes.count
    }
}
