import LofiScore

/// Makes the parts of a score: one per channel of a track with notes, or per player with several channels.
struct PartImport {
    private let tracks: [TrackImport]
    private let ports: [Int: PortImport]

    init(_ tracks: [TrackImport]) throws(MIDIError) {
        self.tracks = tracks
        ports = try Self.ports(tracks)
        // Each part carries everything its channel does, so shared channels count several times.
        var count = 0
        for channel in tracks.lazy.flatMap(\.channels) where !channel.notes.isEmpty {
            let history = history(channel.key)
            count += history.changes.count + history.noteEnds.count
            guard count <= MIDILimits.controllers else { throw PortImport.refusal }
        }
    }

    /// Merges the messages of all tracks by port.
    private static func ports(_ tracks: [TrackImport]) throws(MIDIError) -> [Int: PortImport] {
        let numbers = Set(tracks.lazy.flatMap { $0.channels.lazy.map { $0.key / 16 } }).sorted()
        var entries: [Int: [PortImport.Entry]] = [:]
        var count = 0
        for (trackIndex, track) in tracks.enumerated() {
            for message in track.messages {
                let isSystem = message.status == ChannelMessage.systemExclusive
                let index = Int(message.index)
                let key = isSystem ? 0 : track.channels[index].key
                // A device message in a track without a port goes to every port.
                let targets = !isSystem ? [key / 16] : track.port.map { [$0] } ?? numbers
                var rank: UInt8 = 1
                if isSystem, case .reset = track.systemMessages[index] { rank = 0 }
                count += targets.count
                guard count <= MIDILimits.controllers else { throw PortImport.refusal }
                for port in targets {
                    entries[port, default: []].append(
                        PortImport.Entry(
                            message: message, track: Int32(trackIndex), channel: UInt8(key % 16), rank: rank))
                }
            }
        }
        var ports: [Int: PortImport] = [:]
        for number in numbers { ports[number] = try PortImport(entries[number] ?? [], of: tracks) }
        return ports
    }

    /// The parts with their roles.
    func parts() -> [Part] {
        var parts: [Part] = []
        for player in PlayerImport.players(tracks, ports) {
            if player.sources.count == 1, player.manager == nil {
                parts += self.parts(of: player.sources[0])
            } else {
                parts.append(part(of: player))
            }
        }
        return RoleGuess.assign(parts)
    }

    private func history(_ key: Int) -> ChannelHistory {
        ports[key / 16]?.histories[key % 16] ?? ChannelHistory(isDrums: false)
    }

    /// One part, or two if a channel alternates between drums and pitched notes.
    private func parts(of source: PlayerImport.Source) -> [Part] {
        let history = history(source.key)
        let notes = history.sounding(tracks[source.track].channels[source.index].notes, ofTrack: source.track)
        let first = notes.first?.startTick ?? 0
        let isDrums = history.isDrums(at: first)
        guard history.rhythm.contains(where: { $0.tick > first }) else {
            return [part(source, notes, history, isDrums: isDrums)]
        }
        return [isDrums, !isDrums].compactMap { isDrums in
            let own = notes.filter { history.isDrums(at: $0.startTick) == isDrums }
            return own.isEmpty ? nil : part(source, own, history, isDrums: isDrums)
        }
    }

    private func part(
        _ source: PlayerImport.Source, _ notes: [Note], _ history: ChannelHistory, isDrums: Bool
    ) -> Part {
        let onset = notes.first?.startTick ?? 0
        let program = history.program(at: onset) ?? (0, 0)
        return Part(
            name: name(of: source.track, isDrums: isDrums, program: program.number), role: isDrums ? .drums : .chords,
            program: program.number, bank: isDrums ? 0 : program.bank, channel: source.key % 16, notes: notes,
            controllers: Self.controllers(history, from: onset, isDrums: isDrums, member: 0))
    }

    /// The part of a player using several channels.
    private func part(of player: PlayerImport) -> Part {
        var notes: [Note] = []
        var controllers: [ControlEvent] = []
        var onset = Int.max
        for source in player.sources {
            let sounding = history(source.key).sounding(
                tracks[source.track].channels[source.index].notes, ofTrack: source.track)
            onset = min(onset, sounding.first?.startTick ?? Int.max)
            notes += sounding.map { note in
                var note = note
                note.member = source.member
                return note
            }
        }
        notes.sort {
            ($0.startTick, $0.pitch, $0.durationTicks, $0.member)
                < ($1.startTick, $1.pitch, $1.durationTicks, $1.member)
        }
        let manager = player.manager.map(history)
        if let manager { controllers += Self.controllers(manager, from: onset, isDrums: false, member: 0) }
        var isRead = Set([0])
        for source in player.sources where isRead.insert(source.member).inserted {
            controllers += Self.controllers(
                history(source.key), from: onset, isDrums: false, member: source.member)
        }
        let order = controllers.indices.sorted { (controllers[$0].tick, $0) < (controllers[$1].tick, $1) }
        let source = player.sources[0]
        let own = history(source.key).program(at: onset)
        let program = manager?.program(at: onset) ?? own ?? (0, 0)
        return Part(
            name: name(of: source.track, isDrums: false, program: program.number), role: .chords,
            program: program.number, bank: program.bank, channel: (player.manager ?? source.key) % 16, notes: notes,
            controllers: order.map { controllers[$0] })
    }

    /// The track's name, else its instrument name, else the General MIDI name of its program.
    private func name(of track: Int, isDrums: Bool, program: Int) -> String {
        let track = tracks[track]
        return !track.name.isEmpty
            ? track.name
            : !track.instrumentName.isEmpty
                ? track.instrumentName : isDrums ? "Drums" : GeneralMIDI.programNames[program]
    }

    /// The channel's changes that a part keeps; of its programs only new ones after its first note.
    private static func controllers(
        _ history: ChannelHistory, from onset: Int, isDrums: Bool, member: Int
    ) -> [ControlEvent] {
        var kept: [ControlEvent] = []
        kept.reserveCapacity(history.changes.count)
        var current = (number: 0, bank: 0)
        for var event in history.changes {
            event.member = member
            switch event.change {
            case .program(let number, var bank):
                if isDrums { bank = 0 }
                let isNew = (number, bank) != current
                current = (number, bank)
                guard isNew, event.tick > onset else { continue }
                event.change = .program(number, bank: bank)
            // Tuning does not affect drums.
            case .tuning where isDrums: continue
            default: break
            }
            kept.append(event)
        }
        return kept
    }
}
