#pragma once

/// Counts from now on what this thread allocates.
void lofi_count_allocations(void);

/// Stops counting, and says how many there were.
long lofi_counted_allocations(void);

/// 0 where the allocator is another's.
int lofi_can_count_allocations(void);
