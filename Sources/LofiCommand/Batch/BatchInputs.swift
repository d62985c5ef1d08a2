import LofiGenerate
import LofiPlatform

/// Collects the songs of a batch from files, folders with their subfolders, patterns and manifests.
struct BatchInputs {
    /// Extension of outputs that a manifest does not name, without the dot.
    let ending: String
    /// Number of files in the folders that are not songs.
    private(set) var skippedFiles = 0

    init(ending: String) { self.ending = ending }

    /// The songs in the order of the inputs.
    /// - Throws: `Failure` if a pattern matches nothing or two songs share an output; `CorpusError`, `InputError`.
    mutating func jobs(_ inputs: [String]) throws -> [BatchJob] {
        var jobs: [BatchJob] = []
        for input in inputs { jobs += try gathered(input) }
        var owners: [String: String] = [:]
        for index in jobs.indices {
            // If `s.mid` already takes `s.wav`, the output of `s.midi` is `s.midi.wav`.
            if !jobs[index].isOutputNamed, let other = owners[jobs[index].output],
                Self.areNeighbours(other, jobs[index].input)
            {
                jobs[index].output = Self.freeName(for: jobs[index], taken: owners)
            }
            let job = jobs[index]
            guard let other = owners.updateValue(job.input, forKey: job.output) else { continue }
            let isSame = other == job.input || FileIdentity(other).map { $0 == FileIdentity(job.input) } ?? false
            let remedy =
                isSame ? "it is given twice" : "give the folder that holds both, or name outputs in a manifest"
            throw Failure(
                message: "\(other) and \(job.input) have the same output, \(job.output): \(remedy)",
                exitCode: Failure.usage)
        }
        return jobs
    }

    /// Whether two paths are different names in the same folder.
    private static func areNeighbours(_ first: String, _ second: String) -> Bool {
        let (first, second) = (divided(first), divided(second))
        return first.name != second.name && FileIdentity(first.folder) == FileIdentity(second.folder)
    }

    private static func divided(_ path: String) -> (folder: String, name: Substring) {
        guard let cut = path.lastIndex(of: "/") else { return (".", path[...]) }
        return (String(path[...cut]), path[path.index(after: cut)...])
    }

    /// `a/b.wav`, the output of `b.midi`, as `a/b.midi.wav`, or `a/b.midi-2.wav` if that is taken too.
    private static func freeName(for job: BatchJob, taken: [String: String]) -> String {
        let (input, output) = (job.input, job.output)
        let whole = "\(output[..<nameEnd(output)])\(input[nameEnd(input)...])"
        var (name, number) = (whole, 1)
        while taken["\(name)\(output[nameEnd(output)...])"] != nil {
            number += 1
            name = "\(whole)-\(number)"
        }
        return "\(name)\(output[nameEnd(output)...])"
    }

    /// Index of the dot before the extension, or the end of a path without one.
    private static func nameEnd(_ path: String) -> String.Index {
        let nameStart = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
        return path[nameStart...].dropFirst().lastIndex(of: ".") ?? path.endIndex
    }

    private mutating func gathered(_ input: String) throws -> [BatchJob] {
        guard input != "-" else {
            throw Failure(message: "batch cannot read standard input; use render", exitCode: Failure.usage)
        }
        if Folder.exists(input) {
            let (names, others) = try CorpusReader.sorted(in: input)
            guard !names.isEmpty else { throw CorpusError.noFiles(path: input) }
            skippedFiles += others
            return names.map { BatchJob(input: "\(input)/\($0)", output: renamed($0)) }
        }
        if access(input.systemName, F_OK) != 0, input.contains(where: { "*?[".contains($0) }) {
            let found = Self.matching(input)
            guard !found.isEmpty else {
                throw Failure(message: "no files match \(input)", exitCode: Failure.noInput)
            }
            var jobs: [BatchJob] = []
            for path in found { jobs += try gathered(path) }
            return jobs
        }
        if input.hasSuffix(BatchManifest.ending) { return try BatchManifest.jobs(input, name: ownName) }
        return [BatchJob(input: input, output: ownName(input))]
    }

    /// `a/b.mid` as `b.wav`.
    private func ownName(_ path: String) -> String { renamed(path.split(separator: "/").last.map(String.init) ?? path) }

    /// `a/b.mid` as `a/b.wav`.
    private func renamed(_ path: String) -> String {
        "\(path[..<Self.nameEnd(path)]).\(ending)"
    }

    private static func matching(_ pattern: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(pattern.systemName, 0, nil, &found) == 0 else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { index in found.gl_pathv[index].map { String(systemName: $0) } }
    }
}
