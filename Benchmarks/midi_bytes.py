"""What the makers of songs have in common: numbers and tracks as MIDI files write them."""
import struct


def variable(n):
    out = [n & 127]
    while n > 127:
        n >>= 7
        out.insert(0, n & 127 | 128)
    return bytes(out)


def track(body):
    body = bytes(body) + b"\0\xff\x2f\0"
    return b"MTrk" + struct.pack(">I", len(body)) + body
