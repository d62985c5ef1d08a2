/// A thread that does one piece of work and gives its result.
///
/// A thread of its own, because rendering waits at queues for long: the pool behind Swift's tasks must not be held so.
package final class WorkerThread<Success: Sendable>: @unchecked Sendable {
    private let work: @Sendable () throws -> Success
    private var result: Result<Success, any Error>?
    private var thread = pthread_t()

    /// - Throws: `ThreadError` where the system has no thread left.
    package init(_ work: @escaping @Sendable () throws -> Success) throws(ThreadError) {
        self.work = work
        // The body writes `result` before it ends and `join` reads it after: the join orders the two.
        thread = try startThread { [self] in result = Result { try self.work() } }
    }

    /// Waits for the end of the work. Called once.
    package func join() throws -> Success {
        pthread_join(thread, nil)
        guard let result else { preconditionFailure("a thread ended without a result") }
        return try result.get()
    }
}

/// The system gives no more threads.
package struct ThreadError: Error, Equatable, CustomStringConvertible {
    let code: Int32

    package var description: String {
        "cannot start a thread: \(FileError.reason(code)); raise the limit of processes (ulimit -u) or end others"
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
    // musl's 128 KiB are little for Swift code that is not optimised.
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
