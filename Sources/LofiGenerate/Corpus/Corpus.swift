/// A folder of songs for training and comparing models.
package struct Corpus: Sendable {
    /// A file that could not be read.
    package struct Unreadable: Sendable, Equatable {
        /// Path below the corpus's folder.
        package let name: String
        /// Why it could not be read.
        package let reason: String
    }

    /// Songs in order of name.
    package let files: [CorpusFile]
    /// Files that could not be read, in order of name.
    package let unreadable: [Unreadable]
    /// Class of each file, numbered by first occurrence: files of one class are the same song in different keys.
    package let classes: [Int]

    /// Groups the files into classes.
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

    /// Number of classes, that is of distinct songs.
    package var classCount: Int { (classes.max() ?? -1) + 1 }

    /// Hash of the contents of all files, irrespective of names and order.
    package var digest: ContentHash {
        var hash = ContentHash()
        for contents in files.map(\.contents).sorted() { hash.add(Int(bitPattern: UInt(contents.value))) }
        return hash
    }

    /// Number of files identical to an earlier one.
    package var duplicateCount: Int { files.count - Set(files.map(\.contents)).count }

    /// Splits the songs into a training and a held-out set, without a song that is in both in different keys.
    ///
    /// The choice depends on the notes alone: it is the same on every machine, and the order does not depend on other
    /// files in the folder. If every class is larger than the share, the smallest is held out; a single class never is.
    /// - Parameter share: Share of the files to hold out, 0…1; the result is as close below it as whole classes allow.
    /// - Returns: indices into `files`, ascending.
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
