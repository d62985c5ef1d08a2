import CPlatform

/// Runs work that treats denormals as zero, and then restores the calling thread's floating-point mode.
package func flushingDenormals<Result, Failure: Error>(
    _ work: () throws(Failure) -> Result
) throws(Failure) -> Result {
    let mode = lofi_flush_denormals_to_zero()
    defer { lofi_set_floating_point_mode(mode) }
    return try work()
}
