import LofiPlatform
import Testing

@Suite("Folders")
struct FolderWalkTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["b/deep", "a"] { try Folder.make(folder[name]) }
        for name in ["z", "b/one", "b/deep/two", "a/three", ".hidden"] { try OutputFile.write([], to: folder[name]) }
    }

    @Test("All files below, sorted; hidden ones, pipes and links to nowhere left out")
    func files() {
        mkfifo(folder["a/pipe"], 0o600)
        symlink("nowhere", folder["lost"])
        symlink("z", folder["y"])
        #expect(FolderWalk.files(in: folder.path) == ["a/three", "b/deep/two", "b/one", "y", "z"])
    }

    @Test("A folder that links to itself, to what is above it or to its neighbour is read once")
    func circles() {
        symlink(".", folder["a/itself"])
        symlink("../..", folder["b/deep/up"])
        symlink("b", folder["0"])
        #expect(FolderWalk.files(in: folder.path) == ["a/three", "b/deep/two", "b/one", "z"])
    }

    @Test("A linked folder outside is read")
    func linked() throws {
        let other = try TemporaryFolder()
        try OutputFile.write([], to: other["song"])
        symlink(other.path, folder["more"])
        #expect(FolderWalk.files(in: folder.path).contains("more/song"))
    }

    @Test("Folders are made with those above; a file in the way is named")
    func making() throws {
        try Folder.make(folder["x/y//z/"])
        try Folder.make(folder["x/y"])
        #expect(Folder.exists(folder["x/y/z"]) && !Folder.exists(folder["z"]))
        #expect(throws: FileError.cannotCreate("the folder \(folder["z/w"])", reason: "Not a directory")) {
            try Folder.make(folder["z/w"])
        }
    }
}
