import ArgumentParser

public struct LofiRenderCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "lofi-render", abstract: "Turns any MIDI file into a finished lo-fi song.")
    public init() {}
}
