#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// The signal handler must never see a partly written path: a path is stored before its flag is set, and the flag is
// cleared before the path is removed.
static char paths[LOFI_UNFINISHED_FILES][PATH_MAX];
static volatile sig_atomic_t in_use[LOFI_UNFINISHED_FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static volatile sig_atomic_t child_groups[LOFI_CHILDREN];

// A file created by another thread while the handler removes the existing ones would be left behind: the handler waits for
// files being created, and no further ones are started.
static atomic_int being_made, ending;

// Set for long work that stops cleanly by itself; a second signal still ends the program.
static volatile sig_atomic_t waits_for_end, asked_to_end;

static void remove_unfinished(void) {
    for (int i = 0; i < LOFI_CHILDREN; i++) {
        if (child_groups[i] > 0) kill(-child_groups[i], SIGKILL);
    }
    ending = 1;
    // Wait at most one second, in case a network file system hangs.
    const struct timespec tenth_of_a_millisecond = {0, 100000};
    for (int i = 0; i < 10000 && being_made > 0; i++) nanosleep(&tenth_of_a_millisecond, NULL);
    for (int i = 0; i < LOFI_UNFINISHED_FILES; i++) {
        if (in_use[i]) unlink(paths[i]);
    }
}

static void end_program(int signal_number) {
    if (waits_for_end && !asked_to_end) {
        asked_to_end = signal_number;
        return;
    }
    remove_unfinished();
    _exit(128 + signal_number);
}

/// Replaces a value in the table of process groups, where 0 marks a free slot. Returns whether the old value was found.
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

// The previous action of each crash signal, such as a core dump, which runs after the cleanup.
static struct sigaction crashes[NSIG];

static void crash(int signal_number) {
    remove_unfinished();
    sigaction(signal_number, &crashes[signal_number], NULL);
    raise(signal_number);
}

// Installs a handler for a signal, unless it is ignored, as by nohup.
static void handle(int number, void (*handler)(int), sigset_t *handled) {
    struct sigaction action, before;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = SA_ONSTACK;
    sigfillset(&action.sa_mask);
    if (sigaction(number, NULL, &before) != 0 || before.sa_handler == SIG_IGN) return;
    if (handler == crash) crashes[number] = before;
    sigaction(number, &action, NULL);
    sigaddset(handled, number);
}

void lofi_install_signal_handlers(void) {
    sigset_t handled;
    sigemptyset(&handled);
    // All signals that terminate a program by default.
    const int endings[] = {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGPOLL,
#ifdef SIGSTKFLT
                           SIGSTKFLT,
#endif
#ifdef SIGPWR
                           SIGPWR,
#endif
    };
    for (unsigned i = 0; i < sizeof endings / sizeof endings[0]; i++) handle(endings[i], end_program, &handled);
#ifdef SIGRTMIN
    for (int number = SIGRTMIN; number <= SIGRTMAX; number++) handle(number, end_program, &handled);
#endif
    const int crashing[] = {SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS, SIGXCPU};
    for (unsigned i = 0; i < sizeof crashing / sizeof crashing[0]; i++) handle(crashing[i], crash, &handled);
    // A parent that starts us from a pool thread passes on that thread's mask, which blocks all signals.
    pthread_sigmask(SIG_UNBLOCK, &handled, NULL);
    signal(SIGXFSZ, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
}

void lofi_defer_signals(void) { waits_for_end = 1; }

int lofi_deferred_signal(void) { return asked_to_end; }

/// Registers a path. Returns 0 or an errno.
static int remember(const char *path) {
    if (strlen(path) >= PATH_MAX) return ENAMETOOLONG;
    int done = 0;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < LOFI_UNFINISHED_FILES && !done; i++) {
        if (in_use[i]) continue;
        strcpy(paths[i], path);
        in_use[i] = 1;
        done = 1;
    }
    pthread_mutex_unlock(&lock);
    return done ? 0 : EMFILE;
}

int lofi_open_unfinished_file(const char *path, int permissions) {
    // Block signals while the file is created: a handler on this thread would wait for itself.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    being_made++;
    if (ending) {
        being_made--;
        for (;;) pause();
    }
    int error = remember(path);
    int descriptor = -1;
    if (error == 0) {
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, permissions);
        error = errno;
        if (descriptor < 0) lofi_forget_unfinished_file(path);
    }
    being_made--;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return descriptor;
}

void lofi_forget_unfinished_file(const char *path) {
    pthread_mutex_lock(&lock);
    for (int i = 0; i < LOFI_UNFINISHED_FILES; i++) {
        if (in_use[i] && strcmp(paths[i], path) == 0) in_use[i] = 0;
    }
    pthread_mutex_unlock(&lock);
}
