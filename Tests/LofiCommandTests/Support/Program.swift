import Foundation

/// The built program, run as a person or a script runs it, in a folder of its own that goes with it.
final class Program {
    struct Outcome {
        /// By sysexits.h; 128 + the signal for one that was killed.
        let status: Int32
        let output: Data
        let errors: String

        var lines: [Substring] { errors.split(separator: "\n") }
    }

    let folder: URL
    /// Where what it says is kept, beside the folder.
    private var outputs: String { folder.path }
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
    static let song = root.appending(path: "Examples/songs/late-train.mid").path
    /// Beside the test bundle.
    static let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "lofi-render")

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "lofi-command-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Files in the folder, hidden ones too.
    var files: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()) ?? [] }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

    /// Starts it, in the folder, with both outputs to files that `outcome` reads.
    /// - Parameter prefix: a program that starts it, such as taskset.
    func start(_ arguments: [String], input: Data? = nil, prefix: [String] = []) throws -> Process {
        let process = Process()
        let words = prefix + [Self.executable.path] + arguments
        process.executableURL = URL(filePath: prefix.isEmpty ? words[0] : "/usr/bin/env")
        process.arguments = prefix.isEmpty ? Array(words.dropFirst()) : words
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(["XDG_CONFIG_HOME": path("config")]) { $1 }
        for ending in ["out", "err"] { try Data().write(to: URL(filePath: "\(outputs).\(ending)")) }
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: outputs + ".out"))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: outputs + ".err"))
        if let input {
            try input.write(to: URL(filePath: outputs + ".in"))
            process.standardInput = try FileHandle(forReadingFrom: URL(filePath: outputs + ".in"))
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        try process.run()
        return process
    }

    func outcome(of process: Process) throws -> Outcome {
        process.waitUntilExit()
        defer {
            for ending in ["out", "err", "in"] { try? FileManager.default.removeItem(atPath: "\(outputs).\(ending)") }
        }
        let isKilled = process.terminationReason == .uncaughtSignal
        return Outcome(
            status: process.terminationStatus + (isKilled ? 128 : 0),
            output: try Data(contentsOf: URL(filePath: outputs + ".out")),
            errors: String(decoding: try Data(contentsOf: URL(filePath: outputs + ".err")), as: UTF8.self))
    }

    func run(_ arguments: String..., input: Data? = nil, prefix: [String] = []) throws -> Outcome {
        try outcome(of: start(arguments, input: input, prefix: prefix))
    }
}
