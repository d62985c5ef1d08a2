import CPlatform
import LofiPlatform

/// One run of another program: what it writes is gathered until it ends, or is ended for taking too long or writing too much.
struct ChildRun {
    enum Ending: Equatable {
        case exited(Int32)
        case signalled(Int32)
        case tookTooLong
        case wroteTooMuch
    }

    let output: [UInt8]
    /// The last of what it said on standard error.
    let errors: [UInt8]
    let ending: Ending

    private static let keptErrors = 4096
    /// What it left behind in the pipes when it ended is read for so long, seconds: something that it left running may write
    /// for ever.
    private static let afterwards = 1.0

    /// - Parameters:
    ///   - words: the program, sought along the path, and its arguments.
    ///   - limitSeconds: how long it may run.
    ///   - limitBytes: how much it may write.
    /// - Returns: the errno for which it could not be started.
    static func run(_ words: [String], limitSeconds: Double, limitBytes: Int) -> Result<ChildRun, ChildNotStarted> {
        var child = lofi_child()
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0.systemName) } + [nil]
        defer { for argument in arguments { free(argument) } }
        let reason = lofi_start_child(&arguments, &child)
        guard reason == 0 else { return .failure(ChildNotStarted(reason: String(cString: strerror(reason)))) }
        return .success(ChildRun(child, limitSeconds: limitSeconds, limitBytes: limitBytes))
    }

    private init(_ child: lofi_child, limitSeconds: Double, limitBytes: Int) {
        let deadline = Self.now() + limitSeconds
        var end: Double?
        var output = ChildPipe(child.output), errors = ChildPipe(child.errors)
        var ending: Ending?
        while ending == nil, output.isOpen || errors.isOpen || !Self.hasEnded(child.pid) {
            // A program of its own that it left behind may hold the pipes open for ever.
            let isLast = Self.hasEnded(child.pid)
            Self.wait(for: [output, errors], isLast ? 0 : min(0.05, max(0, deadline - Self.now())))
            let hasMore = output.read() + errors.read() > 0
            if errors.bytes.count > Self.keptErrors { errors.bytes.removeFirst(errors.bytes.count - Self.keptErrors) }
            if output.bytes.count > limitBytes { ending = .wroteTooMuch }
            if Self.now() >= deadline { ending = .tookTooLong }
            if isLast { end = end ?? Self.now() + Self.afterwards }
            if isLast, !hasMore || Self.now() > end ?? .infinity { break }
        }
        var child = child
        let status = lofi_end_child(&child)
        output.close()
        errors.close()
        let signal = status & 0x7F
        self.output = output.bytes
        self.errors = errors.bytes
        self.ending = ending ?? (signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal))
    }

    /// Without taking its status away, so that its number stays its own.
    private static func hasEnded(_ pid: Int32) -> Bool {
        var information = siginfo_t()
        guard waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0 else { return true }
        return information.si_signo == SIGCHLD
    }

    private static func wait(for pipes: [ChildPipe], _ seconds: Double) {
        var polled = pipes.map { pollfd(fd: $0.isOpen ? $0.descriptor : -1, events: Int16(POLLIN), revents: 0) }
        _ = poll(&polled, nfds_t(polled.count), Int32((seconds * 1000).rounded(.up)))
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

struct ChildNotStarted: Error { let reason: String }

/// The end of a pipe that a child writes to.
private struct ChildPipe {
    let descriptor: Int32
    private(set) var isOpen = true
    var bytes: [UInt8] = []
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    /// Takes what is there, at most a chunk.
    /// - Returns: how many bytes.
    mutating func read() -> Int {
        guard isOpen else { return 0 }
        let count = chunk.withUnsafeMutableBytes { readBytes(descriptor, $0) }
        if count > 0 { bytes.append(contentsOf: chunk[0..<count]) }
        // Nothing yet is not the end.
        if count == 0 || count < 0 && errno != EAGAIN { isOpen = false }
        return max(0, count)
    }

    func close() { closeDescriptor(descriptor) }
}

private func readBytes(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
    uninterrupted { read(descriptor, bytes.baseAddress, bytes.count) }
}

private func closeDescriptor(_ descriptor: Int32) { close(descriptor) }
