#pragma once

/// Lets this thread take numbers too small for full precision as zero: they cost a hundred times as much otherwise.
void lofi_flush_denormals_to_zero(void);

/// Ends the program on INT, TERM and HUP with exit status 128 + signal, after removing the file under way;
/// lets writes beyond a file-size limit or into a closed pipe fail as errors instead of killing the program.
void lofi_install_signal_handlers(void);

/// From now on the first INT, TERM or HUP is only noted: the program ends by itself when its work is safe. A second one
/// ends it at once.
void lofi_defer_signals(void);
/// The number of the signal that was noted, or 0.
int lofi_deferred_signal(void);

/// Names the unfinished file to remove when a signal ends the program; NULL when there is none.
/// Up to LOFI_UNFINISHED_FILES at once. Returns 0 where there is no room or the path is too long.
#define LOFI_UNFINISHED_FILES 8
int lofi_register_unfinished_file(const char *path);
void lofi_forget_unfinished_file(const char *path);
