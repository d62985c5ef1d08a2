/// Lists the files of a folder and its subfolders.
package enum FolderWalk {
    /// Relative paths of the regular files in the folder, sorted, without hidden ones.
    ///
    /// Links to folders are followed after everything in the folder itself; no folder is read twice, so link cycles end.
    package static func files(in folder: String) -> [String] {
        var found: [String] = []
        var read: Set<FileIdentity> = []
        // Each prefix ends in a slash, except that of the folder itself.
        var own = [""], linked: [String] = []
        while let prefix = own.popLast() ?? (linked.isEmpty ? nil : linked.removeFirst()) {
            let path = "\(folder)/\(prefix)"
            guard let identity = FileIdentity(path), read.insert(identity).inserted else { continue }
            for name in namesOfFolder(path).sorted() where !name.hasPrefix(".") {
                var status = stat(), itself = stat()
                let target = (path + name).systemName
                guard stat(target, &status) == 0, lstat(target, &itself) == 0 else { continue }
                switch status.st_mode & S_IFMT {
                case S_IFREG: found.append(prefix + name)
                case S_IFDIR where itself.st_mode & S_IFMT == S_IFLNK: linked.append("\(prefix)\(name)/")
                case S_IFDIR: own.append("\(prefix)\(name)/")
                default: break
                }
            }
        }
        return found.sorted()
    }
}
