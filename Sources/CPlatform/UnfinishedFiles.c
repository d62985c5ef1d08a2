#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

// A handler may only touch what is never half written: the path is put in place before its flag is raised, and the
// flag is lowered before the path goes.
static char paths[LOFI_UNFINISHED_FILES][PATH_MAX];
enum { FREE, A_FILE, A_FOLDER };
static volatile sig_atomic_t in_use[LOFI_UNFINISHED_FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static volatile sig_atomic_t child_groups[LOFI_CHILDREN];

// A file that another thread is making while the handler removes those that there are would stay behind: the handler waits
// for those that are being made, and nobody begins another.
static atomic_int being_made, is_ending;

// Long work that ends well by itself asks for this; the second signal ends the program all the same.
static volatile sig_atomic_t waits_for_end, asked_to_end;

static void remove_unfinished(void) {
    for (int i = 0; i < LOFI_CHILDREN; i++) {
        if (child_groups[i] > 0) kill(-child_groups[i], SIGKILL);
    }
    is_ending = 1;
    // A network that is gone shall not hold us for longer than a second.
    const struct timespec tenth_of_a_millisecond = {0, 100000};
    for (int i = 0; i < 10000 && being_made > 0; i++) nanosleep(&tenth_of_a_millisecond, NULL);
    for (int i = 0; i < LOFI_UNFINISHED_FILES; i++) {
        if (in_use[i] == A_FILE) unlink(paths[i]);
    }
    // Inner folders before those that hold them, wherever they are in the table.
    for (int removed = 1; removed;) {
        removed = 0;
        for (int i = 0; i < LOFI_UNFINISHED_FILES; i++) {
            if (in_use[i] == A_FOLDER && rmdir(paths[i]) == 0) removed = 1;
        }
    }
}

// How many threads are doing what must not be cut in two, and the signal that came meanwhile.
static atomic_int held, came_while_held;

static void end_program(int signal_number) {
    if (waits_for_end && !asked_to_end) {
        asked_to_end = signal_number;
        return;
    }
    if (held > 0) {
        came_while_held = signal_number;
        return;
    }
    remove_unfinished();
    _exit(128 + signal_number);
}

void lofi_hold_signals(void) { held++; }

void lofi_release_signals(void) {
    if (--held > 0 || came_while_held == 0) return;
    remove_unfinished();
    _exit(128 + came_while_held);
}

/// Puts a value in place of another in the table of groups; 0 is a free place. Returns whether there was one.
static int replace_group(int old, int new) {
    int done = 0;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < LOFI_CHILDREN && !done; i++) {
        if (child_groups[i] != old) continue;
        child_groups[i] = new;
        done = 1;
    }
    pthread_mutex_unlock(&lock);
    return done;
}

int lofi_end_group_with_us(int group) { return replace_group(0, group) ? 0 : EAGAIN; }

void lofi_forget_group(int group) { replace_group(group, 0); }

// What handled each fault before us, such as the runtime that prints where it was.
static struct sigaction before_us[NSIG];

static void crash(int signal_number, siginfo_t *information, void *context) {
    (void)context;
    remove_unfinished();
    const int is_fault = signal_number == SIGSEGV || signal_number == SIGBUS || signal_number == SIGILL || signal_number == SIGFPE;
    if (is_fault && information->si_code > 0) {
        // The same instruction comes again, and faults again.
        sigaction(signal_number, &before_us[signal_number], NULL);
        return;
    }
    // Sent by somebody: whoever handled it before us might let the program go on, and its files are gone.
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

// Has an action take a signal, unless the parent told us to ignore it (nohup does).
static void handle(int number, struct sigaction action, sigset_t *handled) {
    struct sigaction before;
    if (sigaction(number, NULL, &before) != 0 || before.sa_handler == SIG_IGN) return;
    before_us[number] = before;
    action.sa_flags |= SA_ONSTACK;
    sigfillset(&action.sa_mask);
    sigaction(number, &action, NULL);
    sigaddset(handled, number);
}

void lofi_install_signal_handlers(void) {
    const struct sigaction ending = {.sa_handler = end_program};
    const struct sigaction crashing = {.sa_sigaction = crash, .sa_flags = SA_SIGINFO};
    sigset_t handled;
    sigemptyset(&handled);
    // All that end a program by default.
    const int endings[] = {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGPOLL,
#ifdef SIGSTKFLT
                           SIGSTKFLT,
#endif
#ifdef SIGPWR
                           SIGPWR,
#endif
    };
    for (unsigned i = 0; i < sizeof endings / sizeof endings[0]; i++) handle(endings[i], ending, &handled);
#ifdef SIGRTMIN
    for (int number = SIGRTMIN; number <= SIGRTMAX; number++) handle(number, ending, &handled);
#endif
    const int crashes[] = {SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS, SIGXCPU};
    for (unsigned i = 0; i < sizeof crashes / sizeof crashes[0]; i++) handle(crashes[i], crashing, &handled);
    // A parent that starts us from a thread of a pool passes on that thread's mask, in which all signals are blocked.
    pthread_sigmask(SIG_UNBLOCK, &handled, NULL);
    signal(SIGXFSZ, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
}

void lofi_defer_signals(void) { waits_for_end = 1; }

int lofi_deferred_signal(void) { return asked_to_end; }

/// 0, or what stands against it.
static int remember(const char *path, int kind) {
    if (strlen(path) >= PATH_MAX) return ENAMETOOLONG;
    int done = 0;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < LOFI_UNFINISHED_FILES && !done; i++) {
        if (in_use[i]) continue;
        strcpy(paths[i], path);
        in_use[i] = kind;
        done = 1;
    }
    pthread_mutex_unlock(&lock);
    return done ? 0 : EMFILE;
}

/// Makes a file, of which it returns the descriptor, or a folder: then 0. -1 with errno if it cannot.
static int make_unfinished(const char *path, int kind, int permissions) {
    // The handler must not run on this thread before the file is made: it would wait for itself.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    being_made++;
    if (is_ending) {
        being_made--;
        for (;;) pause();
    }
    int error = remember(path, kind);
    int descriptor = -1;
    if (error == 0) {
        descriptor = kind == A_FOLDER ? mkdir(path, permissions)
                                      : open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, permissions);
        error = errno;
        if (descriptor < 0) lofi_forget_unfinished_file(path);
    }
    being_made--;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return descriptor;
}

int lofi_open_unfinished_file(const char *path, int permissions) { return make_unfinished(path, A_FILE, permissions); }

int lofi_make_unfinished_folder(const char *path, int permissions) { return make_unfinished(path, A_FOLDER, permissions); }

void lofi_forget_unfinished_file(const char *path) {
    pthread_mutex_lock(&lock);
    for (int i = 0; i < LOFI_UNFINISHED_FILES; i++) {
        if (in_use[i] && strcmp(paths[i], path) == 0) in_use[i] = FREE;
    }
    pthread_mutex_unlock(&lock);
}
