/// A folder of songs, as models are trained on it and compared with it.
package struct Corpus: Sendable {
    package struct Unreadable: Sendable, Equatable {
        /// Below the corpus's folder.
        package let name: String
        package let reason: String
    }

    /// In order of name.
    package let files: [CorpusFile]
    package let unreadable: [Unreadable]
    /// For each file the number of its class: files of one class are one song in different keys. Numbered by first file.
    package let classes: [Int]

    package init(files: [CorpusFile], unreadable: [Unreadable] = []) {
        self.files = files
        self.unreadable = unreadable
        var known: [TransposedMusic: Int] = [:]
        classes = files.map { file in
            let number = known[file.music] ?? known.count
            known[file.music] = number
            return number
        }
    }

    package var classCount: Int { (classes.max() ?? -1) + 1 }

    /// Of the contents of all files, whatever their names and order.
    package var digest: ContentHash {
        var hash = ContentHash()
        for contents in files.map(\.contents).sorted() { hash.add(Int(bitPattern: UInt(contents.value))) }
        return hash
    }

    /// Files that say byte for byte what an earlier one does.
    package var duplicateCount: Int { files.count - Set(files.map(\.contents)).count }

    /// Divides the songs into those to learn from and those to test on, never one song in two keys between them.
    ///
    /// Which are held out depends on their notes alone: the same on every machine, whatever else lies in the folder is
    /// asked in the same order. Where each class is larger than the share, the smallest is held out; a single one never.
    /// - Parameter share: of the files, 0…1; what is held out is as near below it as whole classes come.
    /// - Returns: indices into `files`, rising.
    package func split(holdingOut share: Double) -> (training: [Int], heldOut: [Int]) {
        guard share > 0, classCount > 1 else { return (Array(files.indices), []) }
        let members = Dictionary(grouping: files.indices) { classes[$0] }.values.map { $0.sorted() }
        let order = members.map { (hash: files[$0[0]].music.hash, members: $0) }.sorted {
            ($0.hash, $0.members[0]) < ($1.hash, $1.members[0])
        }
        var heldOut: [Int] = []
        for (_, members) in order where Double(heldOut.count + members.count) <= share * Double(files.count) {
            heldOut += members
        }
        if heldOut.isEmpty {
            heldOut = order.min { ($0.members.count, $0.hash) < ($1.members.count, $1.hash) }?.members ?? []
        }
        let isHeldOut = Set(heldOut)
        return (files.indices.filter { !isHeldOut.contains($0) }, heldOut.sorted())
    }
}
