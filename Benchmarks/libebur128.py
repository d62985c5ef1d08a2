"""Prints the integrated loudness of a 16-bit WAV by Debian's libebur128 itself: libebur128.py FILE.wav"""
import ctypes
import sys
import wave

library = ctypes.CDLL("libebur128.so.1")
library.ebur128_init.restype = ctypes.c_void_p
library.ebur128_init.argtypes = [ctypes.c_uint, ctypes.c_ulong, ctypes.c_int]
library.ebur128_add_frames_short.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]
library.ebur128_loudness_global.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_double)]
MODE_I = 1 << 2 | 1 << 0  # EBUR128_MODE_I, which holds EBUR128_MODE_M

with wave.open(sys.argv[1]) as file:
    state = library.ebur128_init(file.getnchannels(), file.getframerate(), MODE_I)
    frames = file.getnframes()
    library.ebur128_add_frames_short(state, file.readframes(frames), frames)
loudness = ctypes.c_double()
library.ebur128_loudness_global(state, ctypes.byref(loudness))
print(f"{loudness.value:.3f}")
