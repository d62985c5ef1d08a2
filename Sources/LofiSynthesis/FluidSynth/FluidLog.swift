import CFluidSynth
import LofiPlatform
import LofiPlugin

/// Captures FluidSynth's log for error messages instead of printing it.
///
/// FluidSynth has one log per process.
enum FluidLog {
    private static let lines = Locked<[String]>([])
    private static let installed = Locked(false)

    static func capture(_ fluid: lofi_fluidsynth) {
        installed.withLock { done in
            guard !done else { return }
            done = true
            for level in [FLUID_PANIC, FLUID_ERR, FLUID_WARN, FLUID_INFO, FLUID_DBG] {
                _ = fluid.fluid_set_log_function(
                    Int32(level.rawValue),
                    { level, message, _ in
                        guard level <= Int32(FLUID_ERR.rawValue), let message else { return }
                        let line = String(cString: message)
                        FluidLog.lines.withLock { if $0.count < 32 { $0.append(line) } }
                    }, nil)
            }
        }
    }

    /// Returns the errors logged since the last call, oldest first.
    static func takeErrors() -> [String] {
        lines.withLock { lines in
            defer { lines.removeAll() }
            return lines
        }
    }
}
