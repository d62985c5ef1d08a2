import CFluidSynth
import LofiPlatform
import LofiPlugin

/// What FluidSynth says, kept for our own messages instead of printed among them.
///
/// FluidSynth has one log for the whole process.
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

    /// The errors since the last call, first to last.
    static func takeErrors() -> [String] {
        lines.withLock { lines in
            defer { lines.removeAll() }
            return lines
        }
    }
}
