"""Writes a General MIDI song of so many bars in 4/4 at 80 bpm: song.py FILE BARS. Needs nothing but Python."""
import random, struct, sys

from midi_bytes import track, variable

random.seed(4)
bars, bar = int(sys.argv[2]), 1920
chords = [[57, 60, 64, 67, 71], [55, 59, 62, 65, 69], [60, 64, 67, 71, 74], [53, 57, 60, 64, 67]]
parts = {(0, 4): [], (1, 11): [], (2, 33): [], (3, 89): [], (9, 0): []}
for b in range(bars):
    c, t = chords[b % 4], b * bar
    for p in c:
        parts[0, 4] += [(t, 860, p, 80), (t + 960, 860, p, 72)]
        parts[3, 89].append((t, 1900, p + 12, 60))
    parts[2, 33] += [(t, 800, c[0] - 24, 90), (t + 960, 800, c[0] - 17, 84)]
    for i in range(8):
        if random.random() < 0.7:
            parts[1, 11].append((t + i * 240, 200, random.choice(c) + 12, random.randint(70, 100)))
        parts[9, 0].append((t + i * 240, 100, 42, 80))
    parts[9, 0] += [(t, 100, 36, 110), (t + 1200, 100, 36, 100), (t + 480, 100, 38, 110), (t + 1440, 100, 38, 110)]


data = b"MThd" + struct.pack(">IHHH", 6, 1, len(parts) + 1, 480) + track(b"\0\xff\x51\3" + (750000).to_bytes(3, "big"))
for (channel, program), notes in parts.items():
    events = sorted([(s, 1, p, v) for s, d, p, v in notes] + [(s + d, 0, p, 0) for s, d, p, v in notes])
    body, last = bytes([0, 0xC0 | channel, program]), 0
    for s, on, p, v in events:
        body += variable(s - last) + bytes([0x90 | channel, p, v])
        last = s
    data += track(body)
open(sys.argv[1], "wb").write(data)
