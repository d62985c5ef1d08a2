import Foundation
import Testing
@testable import LofiCommand

@Suite("Subcommands")
struct SubcommandTests {
    private let program: Program

    init() throws { program = try Program() }

    @Test("analyze --json is one object with what the song has, in seconds of the file")
    func analyze() throws {
        let outcome = try program.run("analyze", Program.song, "--json")
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        let json = try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
        #expect(json["format"] as? Int == 1)
        let perChannel = try #require(json["notesPerChannel"] as? [String: Int])
        #expect(json["noteOns"] as? Int == perChannel.values.reduce(0, +) && perChannel.count == 2)
        let end = try #require(json["lastNoteEndSeconds"] as? Double)
        let whole = try #require(json["endSeconds"] as? Double)
        #expect(whole >= end && end > 60)
        let tempo = try #require((json["tempos"] as? [[String: Double]])?.first)
        let beatsPerMinute = try #require(tempo["bpm"])
        #expect(tempo["seconds"] == 0 && abs(beatsPerMinute - 78) < 0.01)
        let meter = try #require((json["meters"] as? [[String: Double]])?.first)
        #expect(meter == ["seconds": 0, "beats": 4, "unit": 4])
        let key = try #require(json["key"] as? [String: Any])
        #expect(key["tonic"] as? String == "Eb" && key["mode"] as? String == "major" && key["confidence"] is Double)
        let keys = try #require(json["keys"] as? [[String: Any]])
        #expect(keys.compactMap { $0["label"] as? String } == ["Eb:maj"])
        let chords = try #require(json["chords"] as? [[String: Any]])
        #expect(chords.count > 16 && chords.first?["start"] as? Double == 0)
        #expect(abs((chords.last?["end"] as? Double ?? 0) - end) < 0.001)
        #expect(chords.allSatisfy { ($0["label"] as? String)?.isEmpty == false })
        let roles = try #require(json["parts"] as? [[String: Any]]).compactMap { $0["role"] as? String }
        #expect(roles == ["chords", "melody"])
        #expect((json["warnings"] as? [String])?.isEmpty == true)
        let beat = try #require(json["beat"] as? [String: Any]), bars = try #require(json["bars"] as? [String: Any])
        #expect(beat["keepsBeat"] as? Bool == true && (beat["confidence"] as? Double ?? 0) > 0.5)
        #expect(bars["beatsPerBar"] as? Int == 4 && (bars["confidence"] as? Double ?? 0) > 0.5)
        #expect((json["bareNotes"] as? [String: Any])?["isBare"] as? Bool == false)
        let plan = try #require(json["plan"] as? [String: Any])
        #expect(
            plan["bpm"] as? Double == 78 && plan["meter"] as? String == "4/4"
                && plan["style"] as? String == "dusty-tape")
    }

    @Test("Bare notes: analyze names the signs, the key that is missing and every step; --as-is takes them back")
    func bareNotes() throws {
        // A track of 64 eighths that jump about in all twelve keys, without a tempo.
        var track: [UInt8] = []
        for index in 0..<64 {
            let pitch = UInt8(60 + index * 7 * (index % 3 + 1) % 12)
            track += [0x00, 0x90, pitch, 90, 0x81, 0x70, 0x80, pitch, 64]
        }
        track += [0x00, 0xFF, 0x2F, 0x00]
        var file: [UInt8] = Array("MThd".utf8) + [0, 0, 0, 6, 0, 0, 0, 1, 0x01, 0xE0] + Array("MTrk".utf8)
        file += [0, 0, UInt8(track.count >> 8), UInt8(track.count & 0xFF)] + track
        try Data(file).write(to: program.folder.appending(path: "bare.mid"))
        let outcome = try program.run("analyze", "bare.mid", "--json")
        let json = try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
        #expect(json["key"] is NSNull)
        let bare = try #require(json["bareNotes"] as? [String: Any])
        #expect(bare["isBare"] as? Bool == true && bare["isOffKey"] as? Bool == true)
        #expect((bare["signs"] as? [String])?.contains("even spacing") == true)
        let plan = try #require(json["plan"] as? [String: Any])
        #expect(plan["bpm"] as? Double == 78 && plan["meter"] as? String == "4/4")
        let steps = try #require(plan["steps"] as? [String])
        for word in ["drawn into", "velocities", "slowed to 65 %", "unaccompanied melody"] {
            #expect(steps.contains { $0.contains(word) }, "\(word): \(steps)")
        }
        let asIs = try program.run("analyze", "bare.mid", "--json", "--as-is")
        let left = try #require(try JSONSerialization.jsonObject(with: asIs.output) as? [String: Any])
        #expect(
            ((left["plan"] as? [String: Any])?["steps"] as? [String])?.contains { $0.contains("drawn into") } == false)
        let rendered = try program.run("bare.mid", "-o", "bare.wav", "--midi-out", "arranged.mid")
        #expect(
            rendered.status == 0 && rendered.errors.contains("notes drawn into") && rendered.errors.contains("78.0 bpm")
        )
        let refused = try program.run("bare.mid", "-o", "x.wav", "--meter", "4")
        #expect(refused.status == 64 && refused.errors.contains("--meter") && refused.errors.contains("4/4"))
    }

    @Test("styles lists the presets and the user's own; show prints one that works again as a file")
    func styles() throws {
        let own = program.folder.appending(path: "config/lofi-render/styles")
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        let shown = try program.run("styles", "show", "rainy-cafe")
        #expect(shown.output == (try Data(contentsOf: Program.root.appending(path: "Presets/rainy-cafe.yaml"))))
        let text = String(decoding: shown.output, as: UTF8.self).replacingOccurrences(
            of: "summary: ", with: "summary: My own. ")
        try Data(text.utf8).write(to: own.appending(path: "mine.yaml"))
        let listed = String(decoding: try program.run("styles").output, as: UTF8.self)
        #expect(listed.contains("mine") && listed.contains("My own.") && listed.contains("dusty-tape"))
        #expect(listed.split(separator: "\n").count >= 9)
        let outcome = try program.run(Program.song, "-o", "x.wav", "--length", "5", "--style", "mine")
        #expect(outcome.status == 0 && outcome.errors.contains("-16.0 LUFS"))
    }

    @Test("styles show prints no style that has a mistake")
    func brokenStyle() throws {
        for (text, reason) in [
            ("null\n", "empty"), ("", "empty"), ("{}\n", "empty"), ("mastr: {}\n", "'mastr'"),
        ] {
            try Data(text.utf8).write(to: program.folder.appending(path: "x.yaml"))
            let shown = try program.run("styles", "show", "./x.yaml")
            #expect(shown.status == 65 && shown.output.isEmpty && shown.lines.count == 1)
            #expect(shown.errors.contains("./x.yaml:1: ") && shown.errors.contains(reason), "\(shown.errors)")
        }
    }

    @Test("The help of a command lists no option that it refuses")
    func help() throws {
        for (command, has) in [("render", true), ("song", true), ("batch", false)] {
            let page = String(decoding: try program.run(command, "--help").output, as: UTF8.self)
            #expect(page.contains("--midi-out") == has && page.contains("--no-drums"), "\(command)")
        }
    }

    @Test("plugins names every transform, effect and layer with units and ranges")
    func plugins() throws {
        let text = String(decoding: try program.run("plugins").output, as: UTF8.self)
        for words in ["drums:", "fills-every", "[0…32 bars", "tape:", "wow-flutter:", "vinyl:", "dBTP"] {
            #expect(text.contains(words), "\(words)")
        }
    }

    @Test("soundfont build writes the same bytes each time, and check reads them")
    func soundFont() throws {
        #expect(try program.run("soundfont", "build", "-o", "kit.sf2").status == 0)
        #expect(
            try program.bytes("kit.sf2") == Data(contentsOf: Program.root.appending(path: "SoundFonts/lofi-kit.sf2")))
        let listed = try program.run("soundfont", "check", "kit.sf2")
        #expect(listed.status == 0 && String(decoding: listed.output, as: UTF8.self).contains("tine-piano"))
        for (name, reason) in [(".", "it is a folder"), ("none.sf2", "No such file or directory")] {
            let refused = try program.run("soundfont", "check", name)
            #expect(refused.status == 66 && refused.errors == "lofi-render: cannot read \(name): \(reason)\n")
        }
        #expect(counted(1, "preset") == "1 preset" && counted(2, "sample") == "2 samples" && counted(0, "x") == "0 xs")
    }
}
