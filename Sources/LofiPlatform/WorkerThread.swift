/// A thread that runs one piece of work and returns its result.
///
/// A dedicated thread, because rendering blocks on queues for long, which must not happen in Swift's task pool.
package final class WorkerThread<Success: Sendable>: @unchecked Sendable {
    private let work: @Sendable () throws -> Success
    private var result: Result<Success, any Error>?
    private var thread = pthread_t()

    /// Starts the work.
    /// - Throws: `ThreadError` if the system cannot start a thread.
    package init(_ work: @escaping @Sendable () throws -> Success) throws(ThreadError) {
        self.work = work
        // The body writes `result` before it ends and `join` reads it afterwards: pthread_join orders the two.
        thread = try startThread { [self] in result = Result { try self.work() } }
    }

    /// Waits for the work to end. Call once.
    /// - Throws: the error thrown by the work.
    package func join() throws -> Success {
        pthread_join(thread, nil)
        guard let result else { preconditionFailure("a thread ended without a result") }
        return try result.get()
    }
}

/// The error if the system cannot start a thread.
package struct ThreadError: Error, Equatable, CustomStringConvertible {
    let code: Int32

    package var description: String {
        "cannot start a thread: \(FileError.reason(code)); raise the process limit (ulimit -u) or end other processes"
    }
}

private final class ThreadBody {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
}

func startThread(_ run: @escaping () -> Void) throws(ThreadError) -> pthread_t {
    var thread = pthread_t()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    // musl's default of 128 KiB is too small for unoptimized Swift code.
    pthread_attr_setstacksize(&attributes, 4 << 20)
    let body = Unmanaged.passRetained(ThreadBody(run))
    let code = pthread_create(
        &thread, &attributes,
        { argument in
            guard let argument else { return nil }
            Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
            return nil
        }, body.toOpaque())
    guard code == 0 else {
        body.release()
        throw ThreadError(code: code)
    }
    return thread
}
