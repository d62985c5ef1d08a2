/// Makes the parts of a score: one for each channel of a track that plays.
struct PartImport {
    private let tracks: [TrackImport]
    /// What tracks without notes set for a channel of a port holds for all parts of that channel.
    private var shared: [Int: [ChannelImport.Change]] = [:]

    init(_ tracks: [TrackImport]) {
        self.tracks = tracks
        for track in tracks {
            for channel in track.channels where channel.notes.isEmpty && !channel.changes.isEmpty {
                shared[channel.key, default: []] += channel.changes
            }
        }
    }

    func parts() throws(MIDIError) -> [Part] {
        var parts: [Part] = []
        var controllersLeft = MIDILimits.controllers
        for track in tracks {
            for channel in track.channels where !channel.notes.isEmpty {
                let changes = changes(for: channel)
                controllersLeft -= changes.count
                guard controllersLeft >= 0 else {
                    throw MIDIError(
                        byteOffset: 0,
                        reason: "with what is set for several tracks, more than \(MIDILimits.controllers) movements of "
                            + "controllers; thin them out")
                }
                parts.append(part(track, channel, changes))
            }
        }
        return RoleGuess.assign(parts)
    }

    /// In order of tick; at one tick those for all parts first.
    private func changes(for channel: ChannelImport) -> [ChannelImport.Change] {
        guard let shared = shared[channel.key] else { return channel.changes }
        let all = shared + channel.changes
        return all.indices.sorted { (all[$0].event.tick, $0) < (all[$1].event.tick, $1) }.map { all[$0] }
    }

    private func part(_ track: TrackImport, _ channel: ChannelImport, _ changes: [ChannelImport.Change]) -> Part {
        let firstOnset = channel.notes.first?.startTick ?? 0
        var program = 0
        var bank = 0
        var current = 0
        var controllers: [ControlEvent] = []
        controllers.reserveCapacity(changes.count)
        for change in changes {
            if case .program(let number) = change.event.change {
                // Said again, it changes nothing.
                let isNew = number != current
                current = number
                if change.event.tick <= firstOnset {
                    (program, bank) = (number, change.bank)
                    continue
                }
                if !isNew { continue }
            }
            controllers.append(change.event)
        }
        // Bank 120 and 127 are drum kits in General MIDI 2 and XG.
        let isDrums = channel.number == 9 || [120, 127].contains(bank >> 7)
        let name =
            !track.name.isEmpty
            ? track.name
            : !track.instrumentName.isEmpty
                ? track.instrumentName : isDrums ? "Drums" : GeneralMIDI.programNames[program]
        return Part(
            name: name, role: isDrums ? .drums : .chords, program: program, bank: isDrums ? 0 : bank,
            channel: channel.number, notes: channel.notes, controllers: controllers)
    }
}
