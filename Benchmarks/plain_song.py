"""Writes a piano piece of so many bars in 4/4 at 80 bpm, chords and eighths, about five voices: plain_song.py FILE BARS."""
import random, struct, sys

from midi_bytes import track, variable

random.seed(5)
bars, bar = int(sys.argv[2]), 1920
chords = [[57, 60, 64], [55, 59, 62], [60, 64, 67], [53, 57, 60]]
notes = []
for b in range(bars):
    c, t = chords[b % 4], b * bar
    for half in (0, 960):
        notes += [(t + half, 900, p - 12, 70) for p in c]
    notes += [(t + i * 240, 220, random.choice(c) + 12, random.randint(70, 95)) for i in range(8)]
events = sorted([(s, 1, p, v) for s, d, p, v in notes] + [(s + d, 0, p, 0) for s, d, p, v in notes])
body, last = bytes([0, 0xC0, 0]), 0
for s, on, p, v in events:
    body += variable(s - last) + bytes([0x90, p, v])
    last = s
tempo = b"\0\xff\x51\3" + (750000).to_bytes(3, "big")
open(sys.argv[1], "wb").write(b"MThd" + struct.pack(">IHHH", 6, 1, 2, 480) + track(tempo) + track(body))
