import LofiPlatform

/// Standard output, named `-` on the command line.
enum StandardOutput {
    /// - Throws: `Failure` if `output` is `-` and standard output is a terminal, which cannot take binary data.
    static func refuseTerminal(_ output: String) throws {
        guard output == "-", isatty(STDOUT_FILENO) == 1 else { return }
        throw Failure(
            message: "the output is binary data: redirect standard output to a file or a pipe", exitCode: Failure.usage)
    }

    /// Flushes standard output. A closed pipe is not an error.
    /// - Throws: `Failure` if the data cannot be written.
    static func finish() throws {
        guard fflush(nil) != 0, errno != EPIPE else { return }
        throw Failure(message: "standard output: \(FileError.reason(errno))", exitCode: Failure.inputOutput)
    }
}
