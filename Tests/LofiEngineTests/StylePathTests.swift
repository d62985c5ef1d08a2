import LofiPlugin
import LofiScore
import Testing
@testable import LofiEngine

@Suite("Paths of --set")
struct StylePathTests {
    private static let text = """
        score:
          - swing: { amount: 55 }
          - drums: { groove: boom-bap }
          - swing: { amount: 60 }
        parts:
          chords: { effects: [chorus: {}, low-pass: { cutoff: 3000 }], send: { room: 0.2 } }
        layers:
          - rain: { level: -40 }
          - vinyl: {}
          - rain: { level: -50 }
        buses:
          room: { effects: [reverb: { time: 1 }], to: record }
          record: {}
        master: { effects: [high-pass: {}, bell: { gain: 1 }, bell: { gain: 2 }, tape: {}] }
        """

    private func document() throws -> StyleDocument {
        try StyleDocument(Self.text, file: "my.yaml", catalog: .standard)
    }

    private func style(_ settings: String...) throws -> Style {
        var document = try document()
        for setting in settings {
            let cut = try #require(setting.firstIndex(of: "="))
            let word = String(setting[setting.index(after: cut)...])
            try document.set(
                String(setting[..<cut]), to: ParameterValue(word: word), option: "--set \(setting)")
        }
        return try document.style()
    }

    private func mistake(_ setting: String) throws -> String {
        do {
            _ = try style(setting).graphPlan(stems: [:], catalog: .standard)
            return "none"
        } catch let error as StyleError { return error.description }
    }

    @Test("Every key of every section is reached, by number, by kind and by the short form")
    func reach() throws {
        let style = try style(
            "name=other", "soundfont=a.sf2", "meter=3/4", "generator.composer.density=0.5", "score.3.amount=62",
            "score.1.amount=53", "drums.fills-every=4", "parts.chords.level=-25", "parts.chords.effects.2.cutoff=2000",
            "parts.chords.chorus.depth=0.1", "parts.chords.send.room=0.3", "layers.3.level=-30",
            "layers.vinyl.crackle=7",
            "layers.1.bus=master", "layers.1.send.room=0.1", "layers.1.effects.low-pass.cutoff=900",
            "layers.1.effects.1.slope=24", "buses.room.effects.reverb.time=2", "buses.room.to=", "master.loudness=-18",
            "master.tape.drive=3", "master.effects.2.gain=-3")
        #expect(style.name == "other" && style.soundFont == "a.sf2" && style.meter?.text == "3/4")
        #expect(style.generator?.given == ["density": .number(0.5)])
        #expect(style.transforms.filter { $0.kind == "swing" }.map { $0.settings.number("amount") } == [53, 62])
        #expect(style.transforms.first { $0.kind == "drums" }?.settings.integer("fills-every") == 4)
        let chords = style.strip(for: .chords)
        #expect(chords.level == -25 && chords.sends.first?.amount == 0.3)
        #expect(chords.effects.map(\.kind) == ["chorus", "low-pass"])
        #expect(
            chords.effects[1].settings.number("cutoff") == 2000 && chords.effects[0].settings.number("depth") == 0.1)
        let rain = style.layers[0]
        #expect(rain.bus == "master" && rain.sends.first?.bus == "room" && rain.effects.first?.kind == "low-pass")
        #expect(rain.effects[0].settings.number("cutoff") == 900 && rain.effects[0].given["slope"] == .number(24))
        #expect(
            style.layers[2].use.settings.number("level") == -30 && style.layers[0].use.given["level"] == .number(-40))
        #expect(style.layers[1].use.settings.number("crackle") == 7)
        #expect(style.buses[0].output == nil && style.buses[0].effects[0].settings.number("time") == 2)
        #expect(style.master.loudness == -18)
        #expect(style.master.effects.map { $0.given["gain"] } == [nil, .number(-3), .number(2), nil])
        #expect(style.master.effects[3].settings.number("drive") == 3)
    }

    @Test("What is missing is added: strips, named parts, sends, transforms in their order, effects, layers, buses")
    func creation() throws {
        let style = try style(
            "form.length=90", "parts.pad.level=-30", "parts.Lead Guitar.pan=0.5", "parts.\"a.b\".pan=0.25",
            "parts.bass.send.echo=0.4", "buses.echo.effects.tape-echo.mix=1", "master.effects.tilt.slope=-1",
            "layers.tape-hiss.level=-60", "parts.drums.sampler.machine=mpc60")
        let kinds = style.transforms.map(\.kind)
        #expect(try #require(kinds.firstIndex(of: "form")) < (try #require(kinds.firstIndex(of: "drums"))))
        #expect(style.strips[.pad]?.level == -30 && style.strips[.bass]?.sends.first?.bus == "echo")
        #expect(style.partStrips.map(\.name) == ["Lead Guitar", "a.b"] && style.partStrips[1].strip.pan == 0.25)
        #expect(style.buses.last?.name == "echo" && style.buses.last?.effects.first?.kind == "tape-echo")
        #expect(style.master.effects.last?.kind == "tilt" && style.layers.last?.use.kind == "tape-hiss")
        #expect(style.strips[.drums]?.effects.first?.kind == "sampler")
    }

    @Test("One of several plugins of a kind is never chosen silently")
    func ambiguity() throws {
        #expect(
            try mistake("master.bell.gain=-3")
                == "--set master.bell.gain=-3: 2 bell effects: write master.effects.2.gain or master.effects.3.gain")
        #expect(
            try mistake("layers.rain.level=-3")
                == "--set layers.rain.level=-3: 2 rain layers: write layers.1.level or layers.3.level")
        #expect(
            try mistake("swing.amount=60")
                == "--set swing.amount=60: 2 swing score transforms: write score.1.amount or score.3.amount")
    }

    @Test("Numbers are those of the file, whatever other options add")
    func numbering() throws {
        let style = try style("form.length=90", "score.1.amount=53", "score.3.amount=62", "score.4.variation=0.2")
        #expect(style.transforms.filter { $0.kind == "swing" }.map { $0.settings.number("amount") } == [53, 62])
        #expect(style.transforms.first { $0.kind == "form" }?.settings.number("variation") == 0.2)
    }

    @Test("A path that leads nowhere, and a value that is not allowed, are refused with the option")
    func mistakes() throws {
        for (setting, reason) in [
            ("drums.fils=4", "drums: unknown key 'fils'"), ("master.loudnes=-9", "(did you mean 'loudness'?)"),
            ("master.loudness=9", "'loudness' is 9, but must be"), ("master.effects.9.gain=1", "it has 1…4"),
            ("parts.bass.effects.1.gain=1", "has no effect yet"),
            ("parts.chords.effects.tlt.slope=1", "unknown effect"),
            ("parts.chords.low-pas.cutoff=1", "(did you mean 'low-pass'?)"),
            ("parts.chords=1", "'parts.chords' has several keys"),
            ("master.effects.tape=1", "'master.effects.4' is a plugin: add one of its keys"),
            ("master.loudness.x=1", "'master.loudness' is a single value"), ("master=3", "'master' has several keys"),
            ("parts.chords.send.rom=0.3", "bus 'rom', which does not exist (did you mean 'room'?)"),
            ("buses.room.to=recrd", "bus 'recrd', which does not exist"), ("nothing=1", "unknown key of a style"),
            ("drms.fills-every=1", "(did you mean 'drums'?)"), ("parts.chords.send.room=2", "must be a number, 0…1"),
            ("buses.rum.reverb.time=1", "nothing is sent to bus 'rum'"),
        ] {
            let said = try mistake(setting)
            #expect(said.hasPrefix("--set \(setting): ") && said.contains(reason), "\(setting): \(said)")
        }
    }

    @Test("A value of the command line that is at fault is named by its option, though the key is the file's")
    func placeOfValues() throws {
        let yaml = """
            score: [transpose: { key: C }, drums: { from: "", groove: boom-bap }]
            parts: { chords: { instrument: keep, level: -20, effects: [duck: { from: drums }] } }
            layers: [vinyl: { level: -40, bus: master }]
            master: { loudness: -14, ceiling: -1 }
            """
        let style = try Style(yaml: yaml, file: "my.yaml")
        let notes = [Note(startTick: 0, durationTicks: 480, pitch: 60, velocity: 80)]
        let song = Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 90),
            parts: [Part(name: "Keys", role: .chords, notes: notes)])
        for setting in [
            "master.ceiling=", "master.loudness=abc", "parts.chords.instrument=nosuch", "parts.chords.level=1",
            "parts.chords.duck.from=nosuch", "layers.vinyl.level=x", "layers.vinyl.bus=nosuch", "transpose.key=H",
            "drums.from=/nowhere/x.mid",
        ] {
            let cut = try #require(setting.firstIndex(of: "="))
            do {
                let changed = try style.setting(
                    String(setting[..<cut]), to: ParameterValue(word: String(setting[setting.index(after: cut)...])),
                    catalog: .standard, option: "--set \(setting)")
                _ = try changed.graphPlan(stems: [:], catalog: .standard)
                _ = try SongRenderer(style: changed).arrange(song)
                Issue.record("\(setting) is accepted")
            } catch { #expect("\(error)".hasPrefix("--set \(setting): "), "\(error)") }
        }
        // What the file says remains the file's.
        let other = try Style(yaml: yaml.replacing("key: C", with: "key: H"), file: "my.yaml")
        #expect { try SongRenderer(style: other).arrange(song) } throws: { "\($0)".hasPrefix("my.yaml:1: transpose: ") }
    }

    @Test("5,000 settings take less than a second")
    func speed() throws {
        let elapsed = try ContinuousClock().measure {
            var document = try document()
            for index in 0..<5000 {
                try document.set("master.effects.\(index % 4 + 1).slope", to: .number(Double(index)), option: "--set")
                try document.set("parts.chords.level", to: .number(-Double(index % 50)), option: "--set")
            }
        }
        #expect(elapsed < .seconds(1), "\(elapsed)")
    }
}
