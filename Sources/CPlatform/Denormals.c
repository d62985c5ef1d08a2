#include "CPlatform.h"

#if defined(__x86_64__)
#include <xmmintrin.h>
unsigned long lofi_flush_denormals_to_zero(void) {
    unsigned int before = _mm_getcsr();
    _mm_setcsr(before | 0x8040);  // FTZ and DAZ
    return before;
}
void lofi_set_floating_point_mode(unsigned long mode) { _mm_setcsr((unsigned int)mode); }
#elif defined(__aarch64__)
unsigned long lofi_flush_denormals_to_zero(void) {
    unsigned long before;
    __asm__ volatile("mrs %0, fpcr" : "=r"(before));
    __asm__ volatile("msr fpcr, %0" : : "r"(before | (1UL << 24)));
    return before;
}
void lofi_set_floating_point_mode(unsigned long mode) { __asm__ volatile("msr fpcr, %0" : : "r"(mode)); }
#else
unsigned long lofi_flush_denormals_to_zero(void) { return 0; }
void lofi_set_floating_point_mode(unsigned long mode) { (void)mode; }
#endif
