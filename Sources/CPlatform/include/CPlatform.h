#ifndef CPLATFORM_H
#define CPLATFORM_H

/// Makes the calling thread treat subnormal numbers as zero, so that a decaying tail never costs more than the music.
void lofi_flush_denormals_to_zero(void);

#endif
