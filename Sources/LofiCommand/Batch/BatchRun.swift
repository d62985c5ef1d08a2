import LofiEngine
import LofiNeural
import LofiPlatform
import LofiPlugin
import LofiScore
import LofiScoreFiles

/// Renders the songs of a batch in parallel, each exactly as `render` would.
final class BatchRun: Sendable {
    struct Tally: Sendable {
        var rendered = 0, known = 0, failed = 0
        /// Total length of the rendered audio.
        var seconds = 0.0
    }

    private let jobs: [BatchJob]
    private let folder: String
    private let options: RenderOptions
    private let log: BatchLog
    /// Whether an output named after its input may replace a file that lofi-render did not create.
    private let replacesForeignFiles: Bool
    /// The inputs, which must not be overwritten, by file identity rather than by path.
    private let inputs: Set<FileIdentity>
    /// What several outputs are named but for their endings.
    private let twins: Set<String>
    private let state = Locked(State())

    private struct State: Sendable {
        var next = 0
        var tally = Tally()
        var trouble: (any Error)?
    }

    init(_ jobs: [BatchJob], folder: String, options: RenderOptions, log: BatchLog, replacesForeignFiles: Bool) {
        (self.jobs, self.folder, self.options, self.log) = (jobs, folder, options, log)
        self.replacesForeignFiles = replacesForeignFiles
        inputs = Set(jobs.compactMap { FileIdentity($0.input) })
        twins = Set(
            Dictionary(grouping: jobs) { StemOptions.withoutEnding($0.output) }.filter { $0.value.count > 1 }.keys)
    }

    /// Renders all songs.
    /// - Parameter songsAtATime: number of songs rendered in parallel.
    /// - Throws: `FileError` if the log cannot be written, which ends the batch.
    func work(songsAtATime: Int) throws -> Tally {
        var workers: [WorkerThread<Void>] = []
        do {
            for _ in 0..<songsAtATime {
                workers.append(
                    try WorkerThread { [self] in while let index = claim() { try finish(index) } })
            }
        } catch { state.withLock { $0.trouble = error } }
        for worker in workers {
            do { try worker.join() } catch { state.withLock { $0.trouble = error } }
        }
        return try state.withLock { state in
            if let trouble = state.trouble { throw trouble }
            return state.tally
        }
    }

    private func claim() -> Int? {
        state.withLock { state in
            guard state.trouble == nil, state.next < jobs.count else { return nil }
            state.next += 1
            return state.next - 1
        }
    }

    private func finish(_ index: Int) throws {
        let job = jobs[index]
        let start = monotonicSeconds()
        let record = record(of: job)
        state.withLock { state in
            switch record?.status {
            case nil: state.tally.known += 1
            case .rendered:
                state.tally.rendered += 1
                state.tally.seconds += record?.seconds ?? 0
            case .failed: state.tally.failed += 1
            }
        }
        if let record {
            do { try log.add(record) } catch {
                state.withLock { $0.trouble = error }
                throw error
            }
        }
        say(record, "\(index + 1)/\(jobs.count) \(job.output)", elapsedSeconds: monotonicSeconds() - start)
    }

    private func say(_ record: BatchLog.Record?, _ place: String, elapsedSeconds: Double) {
        if let error = record?.error { return StandardError.say("\(place): \(error)") }
        guard !options.quiet else { return }
        for warning in record?.warnings ?? [] { StandardError.say("\(place): warning: \(warning)") }
        guard let record else { return StandardError.say("\(place): up to date") }
        StandardError.say("\(place): \(clockTime(record.seconds ?? 0)), \(fixed(elapsedSeconds, 1)) s")
    }

    /// Renders a song, or returns nil if its output is up to date.
    private func record(of job: BatchJob) -> BatchLog.Record? {
        let target = "\(folder)/\(job.output)"
        var record = BatchLog.Record(input: job.input, output: job.output, status: .failed)
        do {
            let options = job.options.isEmpty ? self.options : try BatchCommand.options(adding: job.options)
            let renderer = try options.renderer(for: target, threads: 1)
            let stems = try options.stems.export(
                for: target, in: stemFolder(of: job), bits: options.bits, force: replacesForeignFiles)
            record.settingsDigest = try renderer.settingsDigest(stems: stems)
            try RenderCommand.refuse([target], asOneOf: renderer.files + [renderer.style.document.file])
            let bytes = try FileBytes.contents(of: job.input)
            record.inputDigest = SHA256.digest(of: bytes)
            if isThere(record, at: target), stems?.isComplete ?? true { return nil }
            if let identity = FileIdentity(target), inputs.contains(identity) {
                throw Failure(
                    message: "\(target) is an input of the batch; choose another --out", exitCode: Failure.cannotCreate)
            }
            if !replacesForeignFiles, !job.isOutputNamed, log[job.output]?.status != .rendered {
                try ForeignFile.refuse(target)
            }
            let song: MIDISong
            do { song = try MIDISong(bytes) } catch { throw Failure(error, path: job.input) }
            let arranged = try renderer.preparing { try renderer.arrange(song.score) }
            if let stems { try Folder.make(stems.parent) }
            let report = try renderer.render(arranged: arranged, to: target, stems: stems)
            record.status = .rendered
            record.seconds = report.seconds
            record.loudness = report.loudness.isFinite ? report.loudness : nil
            let warnings =
                RenderCommand.warnings(of: song)
                + RenderOptions.warnings(bits: stems == nil ? options.bits : nil, target: target)
                + report.warnings
            record.warnings = warnings.isEmpty ? nil : warnings
            record.outputDigest = try SHA256.digest(ofFile: target)
        } catch {
            record.status = .failed
            record.error = (job.place.map { "\($0): " } ?? "") + (Failure(error)?.message ?? "\(error)")
        }
        return record
    }

    /// The folder of a song's stems in that of all: the path of its output without the ending, unless another output differs
    /// in the ending alone.
    private func stemFolder(of job: BatchJob) -> String {
        let name = StemOptions.withoutEnding(job.output)
        return twins.contains(name) ? job.output : name
    }

    /// Whether the log has this song with these settings and its output is unchanged.
    private func isThere(_ record: BatchLog.Record, at target: String) -> Bool {
        guard let known = log[record.output], known.status == .rendered, known.inputDigest == record.inputDigest,
            known.settingsDigest == record.settingsDigest, let digest = known.outputDigest
        else { return false }
        return digest == (try? SHA256.digest(ofFile: target))
    }
}
