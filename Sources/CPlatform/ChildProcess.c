#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/prctl.h>
#endif

static void close_pair(int pair[2]) {
    close(pair[0]);
    close(pair[1]);
}

// Between fork and exec: nothing here may allocate or lock, other threads may hold the locks.
static void become(char *const words[], int output, int errors, int refusal) {
    setpgid(0, 0);
#if defined(__linux__)
    // However we end, kill -9 included, it ends with us.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    int nothing = open("/dev/null", O_RDONLY);
    if (nothing >= 0) dup2(nothing, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(errors, STDERR_FILENO);
    // What we ignore, it would ignore too.
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

int lofi_end_child(int pid) {
    int status = 0;
    kill(-pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    lofi_end_child_with_us(0);
    return status;
}

int lofi_start_child(char *const words[], struct lofi_child *child) {
    int output[2], errors[2], refusal[2];
    if (pipe2(output, O_CLOEXEC) != 0) return errno;
    if (pipe2(errors, O_CLOEXEC) != 0) {
        int reason = errno;
        close_pair(output);
        return reason;
    }
    if (pipe2(refusal, O_CLOEXEC) != 0) {
        int reason = errno;
        close_pair(output);
        close_pair(errors);
        return reason;
    }
    pid_t pid = fork();
    if (pid == 0) become(words, output[1], errors[1], refusal[1]);
    int reason = pid < 0 ? errno : 0;
    close(output[1]);
    close(errors[1]);
    close(refusal[1]);
    if (pid > 0) {
        setpgid(pid, pid);
        lofi_end_child_with_us(pid);
        // Nothing comes, and the end, where the program has started.
        ssize_t count;
        do count = read(refusal[0], &reason, sizeof reason);
        while (count < 0 && errno == EINTR);
        if (count != sizeof reason) reason = 0;
    }
    close(refusal[0]);
    *child = (struct lofi_child){.pid = pid, .output = output[0], .errors = errors[0]};
    if (reason != 0) {
        close(output[0]);
        close(errors[0]);
        if (pid > 0) lofi_end_child(pid);
    }
    return reason;
}
