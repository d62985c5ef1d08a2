/// The names in a folder, unsorted; empty if it cannot be read.
public func namesOfFolder(_ folder: String) -> [String] {
    guard let directory = opendir(folder.systemName), let offset = MemoryLayout<dirent>.offset(of: \.d_name) else {
        return []
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        // Read in place: the record is only as long as the name, so copying `d_name` would read past its end.
        let name = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
        names.append(String(systemName: name))
    }
    return names
}
