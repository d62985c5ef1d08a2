import LofiCommand

@main
struct LofiRender {
    static func main() { LofiRenderCommand.run() }
}
