import CPlatform

/// One run of an external program: collects its output until it ends, or kills it after a time or output limit.
package struct ChildRun {
    package enum Ending: Equatable {
        case exited(Int32)
        case signalled(Int32)
        case tookTooLong
        case wroteTooMuch
    }

    package let output: [UInt8]
    /// The last 4096 bytes of its standard error.
    package let errors: [UInt8]
    package let ending: Ending

    private static let keptErrors = 4096
    /// Seconds for which the pipes are still read after the program ends: a process it left running may write forever.
    private static let afterwards = 1.0

    /// Runs a program to its end.
    /// - Parameters:
    ///   - words: the program, searched for in `PATH`, and its arguments.
    ///   - limitSeconds: maximum run time.
    ///   - limitBytes: maximum size of its output.
    /// - Returns: the run, or the reason why the program could not be started.
    package static func run(
        _ words: [String], limitSeconds: Double, limitBytes: Int
    ) -> Result<ChildRun, ChildNotStarted> {
        var child = lofi_child()
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0.systemName) } + [nil]
        defer { for argument in arguments { free(argument) } }
        let reason = lofi_start_child(&arguments, &child)
        guard reason == 0 else { return .failure(ChildNotStarted(code: reason)) }
        return .success(ChildRun(child, limitSeconds: limitSeconds, limitBytes: limitBytes))
    }

    private init(_ child: lofi_child, limitSeconds: Double, limitBytes: Int) {
        let deadline = Self.now() + limitSeconds
        var end: Double?
        var output = ChildPipe(child.output), errors = ChildPipe(child.errors)
        var ending: Ending?
        while ending == nil, output.isOpen || errors.isOpen || !Self.hasEnded(child.pid) {
            // A process it left running may keep the pipes open forever.
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

    /// Whether a process has ended; does not reap it, so that its process ID stays reserved.
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

/// Why a program could not be started.
package struct ChildNotStarted: Error {
    /// An `errno`.
    package let code: Int32
    /// The system's message.
    package var reason: String { FileError.reason(code) }
}

/// The read end of a pipe that a child writes to.
private struct ChildPipe {
    let descriptor: Int32
    private(set) var isOpen = true
    var bytes: [UInt8] = []
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    /// Reads the available bytes, at most one chunk.
    /// - Returns: the number of bytes read.
    mutating func read() -> Int {
        guard isOpen else { return 0 }
        let count = chunk.withUnsafeMutableBytes { readBytes(descriptor, $0) }
        if count > 0 { bytes.append(contentsOf: chunk[0..<count]) }
        // EAGAIN means that there is no data yet, not the end.
        if count == 0 || count < 0 && errno != EAGAIN { isOpen = false }
        return max(0, count)
    }

    func close() { closeDescriptor(descriptor) }
}

private func readBytes(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
    uninterrupted { read(descriptor, bytes.baseAddress, bytes.count) }
}

private func closeDescriptor(_ descriptor: Int32) { close(descriptor) }
