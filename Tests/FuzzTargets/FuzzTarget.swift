import LofiAudioFile
import LofiDSP
import LofiEngine
import LofiGenerate
import LofiNeural
import LofiPlugin
import LofiScore
import LofiScoreFiles
import LofiSoundFont
import LofiSynthesis

/// A reader of what comes from outside, as the fuzzer and the replay of its seeds feed it.
public enum FuzzTarget: String, CaseIterable, Sendable {
    case midi
    case musicXML = "musicxml"
    case style
    case soundFont = "soundfont"
    case model
    case audio
    /// Hostile songs through the ear and the transforms of the standard style.
    case arrangement

    /// Reads the bytes and walks through what came of them.
    /// - Returns: whether they were accepted; a refusal is as good.
    public func accepts(_ bytes: [UInt8]) -> Bool {
        do {
            switch self {
            case .midi, .musicXML: check(Performance(try MIDISong(bytes).score, sampleRate: 44_100))
            case .style: try readStyle(bytes)
            case .soundFont:
                let font = try SoundFontFile.check(bytes)
                for preset in font.presets.prefix(4) {
                    _ = try SampleZoneReader(font: font).zones(bank: preset.bank, program: preset.program)
                }
            case .model: try readModel(bytes)
            case .audio: try readAudio(bytes)
            case .arrangement: try arrange(bytes)
            }
            return true
        } catch { return false }
    }

    /// What every player of a performance relies on.
    private func check(_ performance: Performance) {
        for part in performance.parts {
            var frame = 0
            for event in part.events {
                precondition(event.frame >= frame, "events lie in order")
                frame = event.frame
                switch event.kind {
                case .noteOn(let pitch, let velocity):
                    precondition((0...127).contains(pitch) && (1...127).contains(velocity), "a note can be struck")
                case .noteOff(let pitch):
                    precondition((0...127).contains(pitch) && frame <= performance.lengthFrames, "a note ends")
                case .controller(let number, let value):
                    precondition((0...127).contains(number) && (0...127).contains(value), "a controller has 7 bits")
                case .pitchBend(let cents): precondition(cents.isFinite, "a bend goes somewhere")
                case .program(let program, let bank):
                    precondition((0...127).contains(program) && (0...16383).contains(bank), "a program has 7 bits")
                case .pressure(let value): precondition((0...127).contains(value), "a pressure has 7 bits")
                case .keyPressure(let pitch, let value):
                    precondition((0...127).contains(pitch) && (0...127).contains(value), "a key is pressed")
                case .generator(let number, let value):
                    precondition((0..<60).contains(number) && (0...16383).contains(value), "a generator has 14 bits")
                }
            }
        }
    }

    private func readStyle(_ bytes: [UInt8]) throws {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw NoText() }
        _ = try StyleReader(file: "fuzz.yaml", catalog: .standard).read(text)
            .graphPlan(stems: [:], catalog: .standard)
    }

    private struct NoText: Error {}

    private func readModel(_ bytes: [UInt8]) throws {
        let (file, header) = try Safetensors.model(
            bytes, wanted: [NoteChordModel.kind, MelodyModel.kind, ComposerModel.kind])
        switch header.kind {
        case NoteChordModel.kind: _ = try NoteChordModel(file, header)
        case MelodyModel.kind: _ = try MelodyModel(file, header)
        default: _ = try ComposerModel(file, header)
        }
    }

    private func readAudio(_ bytes: [UInt8]) throws {
        try MemoryFile(bytes).withPath { path in
            // At its own rate: to change it costs time, and finds nothing.
            let rate = Double(try AudioFileReader(path: path).sampleRate)
            let clip = try AudioClip(path: path, sampleRate: rate)
            for frame in clip.frames {
                precondition(frame.x.isFinite && frame.y.isFinite, "a sound is made of numbers")
            }
        }
    }

    /// A song's length costs time and finds nothing.
    private static let longestFrames = 120 * 44_100

    private static let standardStyle = Result { try StyleLibrary(userFolder: nil).style(StyleLibrary.defaultName) }

    private func arrange(_ bytes: [UInt8]) throws {
        let score = try MIDISong(bytes).score
        guard Performance(score, sampleRate: 44_100).lengthFrames < Self.longestFrames else { return }
        check(Performance(try SongRenderer(style: Self.standardStyle.get()).arrange(score), sampleRate: 44_100))
    }
}
