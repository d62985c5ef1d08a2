#include "CPlatform.h"

#if defined(__x86_64__)
#include <xmmintrin.h>
void lofi_flush_denormals_to_zero(void) { _mm_setcsr(_mm_getcsr() | 0x8040); }  // FTZ and DAZ
#elif defined(__aarch64__)
void lofi_flush_denormals_to_zero(void) {
    unsigned long control;
    __asm__ volatile("mrs %0, fpcr" : "=r"(control));
    __asm__ volatile("msr fpcr, %0" : : "r"(control | (1UL << 24)));
}
#else
void lofi_flush_denormals_to_zero(void) {}
#endif
