// Debian's zlib1g-dev; libfluidsynth-dev brings it along, by way of libglib2.0-dev.
#include <zlib.h>
