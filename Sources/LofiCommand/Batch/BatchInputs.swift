import LofiGenerate
import LofiPlatform

/// Finds the songs of a batch: files, folders with what is below them, patterns, and manifests.
struct BatchInputs {
    /// Of the outputs that have no name of their own, without its dot.
    let ending: String

    /// - Throws: a `Failure` where nothing is found or two songs would become one file; `CorpusError`, `InputError`.
    func jobs(_ inputs: [String]) throws -> [BatchJob] {
        var jobs = try inputs.flatMap(gathered)
        var owners: [String: String] = [:]
        for index in jobs.indices {
            // Beside `s.mid`, which becomes `s.wav`, `s.midi` becomes `s.midi.wav`.
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
                message: "\(other) and \(job.input) would both become \(job.output): \(remedy)",
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

    /// Where the extension of a path begins, or its end.
    private static func nameEnd(_ path: String) -> String.Index {
        let nameStart = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
        return path[nameStart...].dropFirst().lastIndex(of: ".") ?? path.endIndex
    }

    private func gathered(_ input: String) throws -> [BatchJob] {
        guard input != "-" else {
            throw Failure(message: "standard input is one song: use render", exitCode: Failure.usage)
        }
        if Folder.exists(input) {
            let names = try CorpusReader.names(in: input)
            guard !names.isEmpty else { throw CorpusError.noFiles(path: input) }
            return names.map { BatchJob(input: "\(input)/\($0)", output: renamed($0)) }
        }
        if access(input.systemName, F_OK) != 0, input.contains(where: { "*?[".contains($0) }) {
            let found = Self.matching(input)
            guard !found.isEmpty else {
                throw Failure(message: "\(input): nothing is named so", exitCode: Failure.noInput)
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
