import LofiGenerate
import LofiPlatform

/// Collects the songs of a batch from files, folders with their subfolders, patterns and manifests.
struct BatchInputs {
    /// Extension of outputs that a manifest does not name, without the dot.
    let ending: String

    /// The songs in the order of the inputs.
    /// - Throws: `Failure` if a pattern matches nothing or two songs share an output; `CorpusError`, `InputError`.
    func jobs(_ inputs: [String]) throws -> [BatchJob] {
        var jobs = try inputs.flatMap(gathered)
        var owners: [String: String] = [:]
        for index in jobs.indices {
            // If `s.mid` already takes `s.wav`, the output of `s.midi` is `s.midi.wav`.
            if !jobs[index].isOutputNamed, let other = owners[jobs[index].output],
                Self.differByExtension(other, jobs[index].input)
            {
                jobs[index].output = Self.withWholeName(jobs[index])
            }
            let job = jobs[index]
            guard let other = owners.updateValue(job.input, forKey: job.output) else { continue }
            let remedy =
                other == job.input
                ? "it is given twice" : "give the folder that holds both, or name outputs in a manifest"
            throw Failure(
                message: "\(other) and \(job.input) have the same output, \(job.output): \(remedy)",
                exitCode: Failure.usage)
        }
        return jobs
    }

    private static func differByExtension(_ first: String, _ second: String) -> Bool {
        first != second && first[..<nameEnd(first)] == second[..<nameEnd(second)]
    }

    /// `a/b.wav`, the output of `b.midi`, as `a/b.midi.wav`.
    private static func withWholeName(_ job: BatchJob) -> String {
        let (input, output) = (job.input, job.output)
        return "\(output[..<nameEnd(output)])\(input[nameEnd(input)...])\(output[nameEnd(output)...])"
    }

    /// Index of the dot before the extension, or the end of a path without one.
    private static func nameEnd(_ path: String) -> String.Index {
        let nameStart = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
        return path[nameStart...].dropFirst().lastIndex(of: ".") ?? path.endIndex
    }

    private func gathered(_ input: String) throws -> [BatchJob] {
        guard input != "-" else {
            throw Failure(message: "batch cannot read standard input; use render", exitCode: Failure.usage)
        }
        if Folder.exists(input) {
            let names = try CorpusReader.names(in: input)
            guard !names.isEmpty else { throw CorpusError.noFiles(path: input) }
            return names.map { BatchJob(input: "\(input)/\($0)", output: renamed($0)) }
        }
        if access(input.systemName, F_OK) != 0, input.contains(where: { "*?[".contains($0) }) {
            let found = Self.matching(input)
            guard !found.isEmpty else {
                throw Failure(message: "no files match \(input)", exitCode: Failure.noInput)
            }
            return try found.flatMap(gathered)
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
