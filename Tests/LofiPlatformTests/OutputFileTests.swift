import LofiPlatform
import Testing

@Suite("Output files")
struct OutputFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ text: String, to name: String) throws {
        try OutputFile.write(Array(text.utf8), to: folder[name])
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try FileBytes.contents(of: folder[name]), as: UTF8.self)
    }

    @Test("A file is there whole when it is committed, and not before")
    func whole() throws {
        let file = try OutputFile(path: folder["a"], seeks: true)
        try file.write(Array("first".utf8))
        try file.startOver()
        try file.write(Array("last".utf8))
        #expect(!folder.names.contains("a"))
        try file.commit()
        #expect(try text("a") == "last")
        #expect(folder.names == ["a"])
    }

    @Test("One that is given up leaves the old file and nothing else")
    func givenUp() throws {
        try write("old", to: "a")
        do { try OutputFile(path: folder["a"]).write(Array("new".utf8)) }
        #expect(try text("a") == "old")
        #expect(folder.names == ["a"])
    }

    @Test(
        "A file that is replaced hands on its mode; a new one has what the umask leaves",
        arguments: [0o600, 0o664, 0o444])
    func modes(mode: UInt32) throws {
        try write("old", to: "a")
        #expect(folder.mode("a") == 0o644)
        chmod(folder["a"], mode)
        try write("new", to: "a")
        #expect(folder.mode("a") == mode)
        #expect(try text("a") == "new")
    }

    @Test("A link keeps pointing: what it points to is written, and made where it is missing")
    func links() throws {
        try Folder.make(folder["below"])
        try write("old", to: "below/goal")
        symlink("below/goal", folder["link"])
        symlink("link", folder["chain"])
        symlink("below/new", folder["dangling"])
        try write("one", to: "chain")
        try write("two", to: "dangling")
        #expect(try text("below/goal") == "one" && text("below/new") == "two")
        for name in ["link", "chain", "dangling"] { #expect(folder.kind(name) == UInt32(S_IFLNK), "\(name)") }
        symlink("circle", folder["circle"])
        #expect(throws: FileError.cannotCreate(folder["circle"], reason: "Too many levels of symbolic links")) {
            try write("three", to: "circle")
        }
    }

    @Test("A pipe is written through, gathered first where the writer seeks", arguments: [false, true])
    func pipes(seeks: Bool) throws {
        mkfifo(folder["pipe"], 0o600)
        let path = folder["pipe"]
        let reader = try WorkerThread { try FileBytes.contents(of: path) }
        let file = try OutputFile(path: path, seeks: seeks)
        if seeks {
            try file.write(Array("taken back".utf8))
            try file.startOver()
        }
        try file.write([UInt8](repeating: 7, count: 1_000_000))
        try file.commit()
        _ = consume file  // The reader waits for the pipe to be closed.
        #expect(try reader.join() == [UInt8](repeating: 7, count: 1_000_000))
        #expect(folder.kind("pipe") == UInt32(S_IFIFO))
        #expect(folder.names == ["pipe"])
    }

    @Test("A full device says so, and is not replaced")
    func device() throws {
        #expect(throws: FileError.cannotWrite("/dev/full", reason: "No space left on device")) {
            try OutputFile.write([1], to: "/dev/full")
        }
        var status = stat()
        #expect(stat("/dev/full", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test("Two spellings of one goal are one, whether it is there or not")
    func spellings() throws {
        symlink(folder.path, folder["here"])
        #expect(OutputFile.areOne(folder["a"], folder["here/./a"]))
        #expect(!OutputFile.areOne(folder["a"], folder["b"]))
        try write("", to: "a")
        symlink("a", folder["link"])
        #expect(OutputFile.areOne(folder["a"], folder["link"]))
    }
}
