import LofiCommand

@main
struct OwnPlugins {
    static func main() {
        LofiRenderCommand.run(
            catalog: .standard
                .adding(Arpeggio.self)
                .adding(OctaveDoubling.self)
                .adding(SineSynthesizer.self)
                .adding(OnePoleLowPass.self)
                .adding(MainsHum.self))
    }
}
