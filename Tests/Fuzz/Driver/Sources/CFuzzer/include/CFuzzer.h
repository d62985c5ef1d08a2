#pragma once
#include <stddef.h>
#include <stdint.h>

/// libFuzzer as a library: runs until its limits are reached, with the arguments of its own command line.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*target)(const uint8_t *data, size_t size));
