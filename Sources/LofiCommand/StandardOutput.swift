import LofiPlatform

/// Where data goes that is asked for as `-`.
enum StandardOutput {
    /// A recording or a song is no text.
    static func refuseTerminal(_ output: String) throws {
        guard output == "-", isatty(STDOUT_FILENO) == 1 else { return }
        throw Failure(
            message: "the output is binary data: redirect standard output to a file or a pipe", exitCode: Failure.usage)
    }

    /// What was printed has arrived. A reader that had enough and is gone is no mishap.
    static func finish() throws {
        guard fflush(nil) != 0, errno != EPIPE else { return }
        throw Failure(message: "standard output: \(FileError.reason(errno))", exitCode: Failure.inputOutput)
    }
}
