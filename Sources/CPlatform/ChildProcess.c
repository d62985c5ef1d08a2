#define _GNU_SOURCE
#include "CPlatform.h"
#include "Uninterrupted.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void close_pair(int pair[2]) {
    close(pair[0]);
    close(pair[1]);
}

// Our signal handlers would remove the parent's files and exit with its status.
static void forget_handlers(void) {
    for (int number = 1; number < NSIG; number++) {
        struct sigaction action;
        if (sigaction(number, NULL, &action) != 0 || action.sa_handler == SIG_IGN) continue;
        signal(number, SIG_DFL);
    }
}

// Runs between fork and exec: must not allocate or lock, because other threads may have held the locks. Signals are blocked.
static void become(char *const words[], int output, int errors, int refusal, int go) {
    setpgid(0, 0);
    // Wait until the watcher guards this process: if the parent ends before that, read returns end of file.
    char word;
    if (UNINTERRUPTED(read(go, &word, 1)) != 1) _exit(127);
    forget_handlers();
    int nothing = open("/dev/null", O_RDONLY);
    if (nothing >= 0) dup2(nothing, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(errors, STDERR_FILENO);
    // Ignored signals would stay ignored in the new program.
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execvp(words[0], words);
    int reason = errno;
    (void)!write(refusal, &reason, sizeof reason);
    _exit(127);
}

// The watcher: runs in the child's process group and waits for the parent to end, even by kill -9; then it kills the group
// with everything that the child started. It closes all other descriptors of the parent.
static void watch(pid_t group, int life) {
    setpgid(0, group);
    dup2(life, STDIN_FILENO);
    for (int descriptor = 1, most = (int)sysconf(_SC_OPEN_MAX); descriptor < most && descriptor < 65536; descriptor++) {
        close(descriptor);
    }
    char nothing;
    (void)!UNINTERRUPTED(read(STDIN_FILENO, &nothing, 1));
    kill(-group, SIGKILL);
    _exit(0);
}

// Starts the watcher. Returns 0 or an errno. Signals are blocked and stay so in the watcher: one sent to the whole group
// must not kill it.
static int start_watcher(struct lofi_child *child) {
    int life[2];
    if (pipe2(life, O_CLOEXEC) != 0) return errno;
    pid_t watcher = fork();
    int reason = watcher < 0 ? errno : 0;
    if (watcher == 0) {
        close(life[1]);
        watch(child->pid, life[0]);
    }
    close(life[0]);
    if (watcher > 0) {
        setpgid(watcher, child->pid);
        child->watcher = watcher;
        child->lifeline = life[1];
    } else {
        close(life[1]);
    }
    return reason;
}

int lofi_end_child(const struct lofi_child *child) {
    int status = 0, ignored;
    kill(-child->pid, SIGKILL);
    (void)UNINTERRUPTED(waitpid(child->pid, &status, 0));
    // Until the watcher ends, the group's ID cannot be reused.
    lofi_forget_group(child->pid);
    if (child->watcher > 0) {
        kill(child->watcher, SIGKILL);
        (void)UNINTERRUPTED(waitpid(child->watcher, &ignored, 0));
        close(child->lifeline);
    }
    return status;
}

// Opens the pipes of a child: output, errors, refusal, go. Returns 0 or an errno.
static int open_pipes(int pipes[4][2]) {
    for (int i = 0; i < 4; i++) {
        if (pipe2(pipes[i], O_CLOEXEC) == 0) continue;
        int reason = errno;
        while (i-- > 0) close_pair(pipes[i]);
        return reason;
    }
    return 0;
}

int lofi_start_child(char *const words[], struct lofi_child *child) {
    int pipes[4][2];
    int reason = open_pipes(pipes);
    if (reason != 0) return reason;
    int *output = pipes[0], *errors = pipes[1], *refusal = pipes[2], *go = pipes[3];
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t pid = fork();
    if (pid == 0) {
        // Close our copy, or the read end would never see end of file.
        close(go[1]);
        become(words, output[1], errors[1], refusal[1], go[0]);
    }
    if (pid < 0) reason = errno;
    *child = (struct lofi_child){.pid = pid, .output = output[0], .errors = errors[0], .lifeline = -1};
    close(output[1]);
    close(errors[1]);
    close(refusal[1]);
    close(go[0]);
    if (pid > 0) {
        setpgid(pid, pid);
        reason = lofi_end_group_with_us(pid);
        if (reason == 0) reason = start_watcher(child);
        if (reason == 0) (void)!UNINTERRUPTED(write(go[1], "", 1));
    }
    close(go[1]);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    // End of file without data means that the program has started.
    int refused;
    if (reason == 0 && UNINTERRUPTED(read(refusal[0], &refused, sizeof refused)) == sizeof refused) reason = refused;
    close(refusal[0]);
    if (reason != 0) {
        close(output[0]);
        close(errors[0]);
        if (pid > 0) lofi_end_child(child);
    }
    return reason;
}
