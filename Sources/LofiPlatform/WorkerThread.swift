#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A thread that does one piece of work and gives its result.
///
/// A thread of its own, because rendering waits at queues for long: the pool behind Swift's tasks must not be held so.
package final class WorkerThread<Success: Sendable>: @unchecked Sendable {
    private var result: Result<Success, any Error>?
    private var thread = pthread_t()

    package init(_ work: @escaping @Sendable () throws -> Success) {
        // The body writes `result` before it ends and `join` reads it after: the join orders the two.
        thread = startThread(ThreadBody { [self] in result = Result { try work() } })
    }

    /// Waits for the end of the work. Called once.
    package func join() throws -> Success {
        pthread_join(thread, nil)
        guard let result else { preconditionFailure("a thread ended without a result") }
        return try result.get()
    }
}

private final class ThreadBody {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
}

private func startThread(_ body: ThreadBody) -> pthread_t {
    var thread = pthread_t()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    // musl's 128 KiB are little for Swift code that is not optimised.
    pthread_attr_setstacksize(&attributes, 4 << 20)
    let started = pthread_create(
        &thread, &attributes,
        { argument in
            guard let argument else { return nil }
            Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
            return nil
        }, Unmanaged.passRetained(body).toOpaque())
    pthread_attr_destroy(&attributes)
    precondition(started == 0, "the system has no thread left")
    return thread
}
