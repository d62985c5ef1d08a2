import LofiCommand
import LofiEngine

@main
struct OwnEffect {
    static func main() { LofiRenderCommand.run(catalog: .standard.adding(RingModulator.self)) }
}
