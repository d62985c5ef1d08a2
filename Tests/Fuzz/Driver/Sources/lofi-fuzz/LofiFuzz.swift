import CFuzzer
import FuzzTargets

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `lofi-fuzz TARGET [OPTIONS OF LIBFUZZER] [FOLDERS OF SEEDS]`
@main
struct LofiFuzz {
    /// libFuzzer calls a C function, which can carry nothing with it.
    nonisolated(unsafe) private static var target = FuzzTarget.midi

    static func main() {
        let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: " ")
        guard CommandLine.argc > 1, let name = CommandLine.arguments.dropFirst().first else {
            print(names)
            return
        }
        guard let chosen = FuzzTarget(rawValue: name) else { fatalError("the targets are \(names)") }
        target = chosen
        // libFuzzer reads the options behind its program's name: the target takes that place.
        var count = CommandLine.argc - 1
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
        _ = LLVMFuzzerRunDriver(&count, &arguments) { data, size in
            let began = clock()
            _ = LofiFuzz.target.accepts(Array(UnsafeBufferPointer(start: data, count: size)))
            // libFuzzer's own limit counts what other programs took of the machine, too.
            precondition(clock() - began < CLOCKS_PER_SEC, "more than a second of work")
            return 0
        }
    }
}
