// glibc takes the allocator that the program itself defines: these count and pass on.
#include "CAllocationCount.h"

#include <errno.h>
#include <stddef.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static _Thread_local int is_counting;
static _Thread_local long count;

#if !defined(__has_feature)
#define __has_feature(name) 0
#endif

// A sanitizer brings an allocator of its own, which nobody may pass over.
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_COUNTING_POSSIBLE 0
#else
#define IS_COUNTING_POSSIBLE 1
#endif

int lofi_can_count_allocations(void) { return IS_COUNTING_POSSIBLE; }

void lofi_count_allocations(void) {
    count = 0;
    is_counting = 1;
}

long lofi_counted_allocations(void) {
    is_counting = 0;
    return count;
}

#if IS_COUNTING_POSSIBLE

void *malloc(size_t size) {
    count += is_counting;
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count += is_counting;
    return __libc_calloc(number, size);
}

void *realloc(void *block, size_t size) {
    count += is_counting;
    return __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count += is_counting;
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    count += is_counting;
    *block = __libc_memalign(alignment, size);
    return *block ? 0 : ENOMEM;
}

#endif
