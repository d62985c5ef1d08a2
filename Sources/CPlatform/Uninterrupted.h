#pragma once

#include <errno.h>

/// Repeats a system call while signals interrupt it; evaluates to its result.
#define UNINTERRUPTED(call)                          \
    ({                                               \
        __typeof__(call) result_;                    \
        do result_ = (call);                         \
        while (result_ < 0 && errno == EINTR);       \
        result_;                                     \
    })
