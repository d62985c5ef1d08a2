/// The names in a folder, without an order; none where it cannot be read.
public func namesOfFolder(_ folder: String) -> [String] {
    guard let directory = opendir(folder.systemName), let offset = MemoryLayout<dirent>.offset(of: \.d_name) else {
        return []
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        // Read where it lies: its record is as long as the name is, so that a copy of `d_name` would read beyond it.
        let name = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
        names.append(String(systemName: name))
    }
    return names
}
