#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

int lofi_open_nameless(const char *folder) {
#if defined(O_TMPFILE)
    int nameless = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (nameless >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL && errno != ENOENT)) return nameless;
#endif
    // Some file systems do not support O_TMPFILE: create a named file and unlink it at once.
    static atomic_int count;
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/.lofi-mix-%d-%d", folder, getpid(), count++) >= (int)sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int named = lofi_open_unfinished_file(path, 0600);
    if (named >= 0) {
        unlink(path);
        lofi_forget_unfinished_file(path);
    }
    return named;
}
