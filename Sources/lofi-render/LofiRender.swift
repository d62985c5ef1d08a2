import LofiCommand

@main
enum LofiRender {
    static func main() { LofiRenderCommand.main() }
}
