#pragma once

/// Makes this thread treat denormals as zero; they can be a hundred times as slow otherwise.
/// Returns the floating-point mode before, for lofi_set_floating_point_mode.
unsigned long lofi_flush_denormals_to_zero(void);

/// Restores a floating-point mode of this thread.
void lofi_set_floating_point_mode(unsigned long mode);

/// Number of cores available to this process, at least 1.
int lofi_core_count(void);

/// Installs signal handlers. INT, TERM, HUP and every other signal that terminates by default remove unfinished files and
/// exit with status 128 + signal; a crash removes them too and then proceeds as usual. Writes beyond a file-size limit or to
/// a closed pipe fail with an error instead of killing the program.
void lofi_install_signal_handlers(void);

/// Defers termination: the first signal is only recorded, so that the program can stop cleanly; a second one ends it at
/// once.
void lofi_defer_signals(void);
/// Number of the recorded signal, or 0.
int lofi_deferred_signal(void);

/// Creates a file, open for reading and writing, that is removed if a signal ends the program before the file is forgotten.
/// At most LOFI_UNFINISHED_FILES at once. Returns its descriptor, or -1 with errno.
#define LOFI_UNFINISHED_FILES 1024
int lofi_open_unfinished_file(const char *path, int permissions);
/// Makes a folder that is removed likewise, if it is empty by then. Returns 0, or -1 with errno.
int lofi_make_unfinished_folder(const char *path, int permissions);
/// Forgets a file or a folder.
void lofi_forget_unfinished_file(const char *path);

/// Delays the end of the program by a signal until lofi_release_signals, for what must not be cut in two. Calls nest.
void lofi_hold_signals(void);
void lofi_release_signals(void);

/// Creates an unnamed file in a folder, open for reading and writing; it disappears when closed, however the program ends.
/// Returns its descriptor, or -1 with errno.
int lofi_open_nameless(const char *folder);

/// Starts writing a file's data to disk without waiting. Does nothing for an unnamed file, which need not reach the disk.
void lofi_start_writeback(int descriptor);

struct lofi_child {
    int pid;
    /// Read ends of the pipes from its standard output and standard error; the caller closes them.
    int output, errors;
    /// Process that kills the child's group if this process ends, and our end of its pipe; 0 and -1 for none.
    int watcher, lifeline;
};

/// Starts a program in its own process group with empty standard input; it is killed when this process ends, however that
/// happens. Returns 0 or an errno: EAGAIN if LOFI_CHILDREN are running. Call it from a thread that outlives the child.
#define LOFI_CHILDREN 64
int lofi_start_child(char *const words[], struct lofi_child *child);

/// Kills the rest of a child's process group and forgets it. Returns the child's status as from waitpid.
int lofi_end_child(const struct lofi_child *child);

/// Makes the signal handlers kill this process group too. Returns 0, or EAGAIN if LOFI_CHILDREN are registered.
int lofi_end_group_with_us(int group);
void lofi_forget_group(int group);

/// Discards what C libraries print through the C library's `stderr` until lofi_unhush_stderr; pairs may overlap. What goes
/// straight to the descriptor 2 is still written.
void lofi_hush_stderr(void);
void lofi_unhush_stderr(void);
