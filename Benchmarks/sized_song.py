"""Writes a song of so many seconds and so many notes: sized_song.py FILE SECONDS NOTES. Needs nothing but Python.

Four parts at 80 bpm, each with its share of the notes, evenly spread; chords come in fours. The same numbers, the same bytes.
"""
import random
import struct
import sys

from midi_bytes import track, variable

random.seed(4)
path, seconds, notes = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
length = max(16, int(seconds * 640))
harmony = [[57, 60, 64, 67], [55, 59, 62, 65], [60, 64, 67, 71], [53, 57, 60, 64]]
# Channel, program, share of the notes, how many together.
parts = [(0, 4, 0.4, 4), (1, 11, 0.2, 1), (2, 33, 0.1, 1), (9, 0, 0.3, 1)]


def pitches(channel, tick, turn):
    chord = harmony[tick // 1920 % 4]
    if channel == 9:
        return [(36, 42, 38, 42)[turn % 4]]
    if channel == 0:
        return chord
    return [chord[0] - 24] if channel == 2 else [random.choice(chord) + 12]


data = struct.pack(">4sIHHH", b"MThd", 6, 1, len(parts) + 1, 480) + track(b"\0\xff\x51\3" + (750000).to_bytes(3, "big"))
for channel, program, share, together in parts:
    turns = max(1, round(notes * share / together))
    events = []
    for turn in range(turns):
        start, end = length * turn // turns, length * (turn + 1) // turns
        end = start + max(1, min(end - start, 960) * 9 // 10)
        for pitch in pitches(channel, start, turn):
            events.append((start, 1, pitch, random.randint(60, 100)))
            events.append((end, 0, pitch, 0))
    events.sort()
    body, last = bytearray([0, 0xC0 | channel, program]), 0
    for tick, on, pitch, velocity in events:
        body += variable(tick - last) + bytes([0x90 | channel, pitch, velocity])
        last = tick
    data += track(body)
open(path, "wb").write(data)
