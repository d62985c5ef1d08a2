#pragma once

/// Lets this thread take numbers too small for full precision as zero: they cost a hundred times as much otherwise.
void lofi_flush_denormals_to_zero(void);

/// How many cores this process may run on, at least 1.
int lofi_core_count(void);

/// Ends the program on INT, TERM, HUP and every other signal that ends one by default with exit status 128 + signal, after
/// removing the files under way; a crash removes them too, and goes on as it would have. Lets writes beyond a file-size limit or into a closed pipe fail as errors instead of killing the program.
void lofi_install_signal_handlers(void);

/// From now on the first signal that asks for the end is only noted: the program ends by itself when its work is safe. A second one
/// ends it at once.
void lofi_defer_signals(void);
/// The number of the signal that was noted, or 0.
int lofi_deferred_signal(void);

/// Makes a new file, open for reading and writing, that is removed when a signal ends the program before it is forgotten.
/// Up to LOFI_UNFINISHED_FILES at once. Returns its descriptor, or -1 with errno.
#define LOFI_UNFINISHED_FILES 64
int lofi_open_unfinished_file(const char *path, int permissions);
void lofi_forget_unfinished_file(const char *path);

/// A file without a name in the folder, open for reading and writing: gone when it is closed, however we end.
/// Returns its descriptor, or -1 with errno.
int lofi_open_nameless(const char *folder);

/// Has the system begin to put on disk what a file holds so far, and does not wait for it. Nothing for a file without a
/// name: nobody will look for it there.
void lofi_start_writeback(int descriptor);

struct lofi_child {
    int pid;
    /// What it writes to standard output and standard error, to be read and closed.
    int output, errors;
    /// The process that ends the child's group when we are gone, and the end of its pipe that we hold; 0 and -1 for none.
    int watcher, lifeline;
};

/// Starts a program in a process group of its own, its standard input empty; it ends when this process ends, however and
/// whenever that is. Returns 0, or the errno for which it could not be started: EAGAIN if LOFI_CHILDREN are running. From any
/// thread that outlives it.
#define LOFI_CHILDREN 64
int lofi_start_child(char *const words[], struct lofi_child *child);

/// Kills what is left of a child and its process group, and forgets it. Returns its status as waitpid has it.
int lofi_end_child(const struct lofi_child *child);

/// Has the signal handlers end this process group too. Returns 0, or EAGAIN where LOFI_CHILDREN are known.
int lofi_end_group_with_us(int group);
void lofi_forget_group(int group);
