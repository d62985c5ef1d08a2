#include "CPlatform.h"

#include <pthread.h>
#include <stdio.h>

// The C library's `stderr` is a variable with glibc and on Apple's systems; with musl it is constant, and nothing is hushed.
#if defined(__GLIBC__) || defined(__APPLE__)
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int hushed;
static FILE *loud, *quiet;

void lofi_hush_stderr(void) {
    pthread_mutex_lock(&lock);
    if (hushed++ == 0) {
        if (quiet == NULL) quiet = fopen("/dev/null", "we");
        loud = stderr;
        if (quiet != NULL) stderr = quiet;
    }
    pthread_mutex_unlock(&lock);
}

void lofi_unhush_stderr(void) {
    pthread_mutex_lock(&lock);
    if (--hushed == 0) stderr = loud;
    pthread_mutex_unlock(&lock);
}
#else
void lofi_hush_stderr(void) {}
void lofi_unhush_stderr(void) {}
#endif
