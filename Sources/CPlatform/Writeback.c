#define _GNU_SOURCE
#include "CPlatform.h"

#include <fcntl.h>
#include <sys/stat.h>

void lofi_start_writeback(int descriptor) {
#if defined(SYNC_FILE_RANGE_WRITE)
    struct stat status;
    if (fstat(descriptor, &status) != 0 || status.st_nlink == 0) return;
    // Only a hint: if it fails, the data is written at the final sync.
    sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
#else
    (void)descriptor;
#endif
}
