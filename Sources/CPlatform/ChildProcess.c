#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void close_pair(int pair[2]) {
    close(pair[0]);
    close(pair[1]);
}

// Between fork and exec: nothing here may allocate or lock, other threads may hold the locks.
static void become(char *const words[], int output, int errors, int refusal) {
    setpgid(0, 0);
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

// Lives in the child's group and waits for our end: when it comes, by kill -9 too, it ends the group with all that the child
// started. What it holds open of ours, it lets go.
static void watch(pid_t group, int life) {
    setpgid(0, group);
    dup2(life, STDIN_FILENO);
    for (int descriptor = 1, most = (int)sysconf(_SC_OPEN_MAX); descriptor < most && descriptor < 65536; descriptor++) {
        close(descriptor);
    }
    char nothing;
    while (read(STDIN_FILENO, &nothing, 1) < 0 && errno == EINTR) {}
    kill(-group, SIGKILL);
    _exit(0);
}

static void start_watcher(struct lofi_child *child) {
    int life[2];
    if (pipe2(life, O_CLOEXEC) != 0) return;
    pid_t watcher = fork();
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
}

static void await(pid_t pid, int *status) {
    while (waitpid(pid, status, 0) < 0 && errno == EINTR) {}
}

int lofi_end_child(const struct lofi_child *child) {
    int status = 0, ignored;
    kill(-child->pid, SIGKILL);
    await(child->pid, &status);
    if (child->watcher > 0) {
        kill(child->watcher, SIGKILL);
        await(child->watcher, &ignored);
        close(child->lifeline);
    }
    lofi_forget_group(child->pid);
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
    *child = (struct lofi_child){.pid = pid, .output = output[0], .errors = errors[0], .lifeline = -1};
    close(output[1]);
    close(errors[1]);
    close(refusal[1]);
    if (pid > 0) {
        setpgid(pid, pid);
        reason = lofi_end_group_with_us(pid);
        if (reason == 0) {
            start_watcher(child);
            // Nothing comes, and the end, where the program has started.
            ssize_t count;
            do count = read(refusal[0], &reason, sizeof reason);
            while (count < 0 && errno == EINTR);
            if (count != sizeof reason) reason = 0;
        }
    }
    close(refusal[0]);
    if (reason != 0) {
        close(output[0]);
        close(errors[0]);
        if (pid > 0) lofi_end_child(child);
    }
    return reason;
}
