"""Draws a loop of Examples/songs/late-train.mid across its join: loop.py OUT.png."""
import json
import sys
import tempfile
from pathlib import Path

import grid
import numpy as np
import renders
import soundfile

SONG, STYLE, BARS = "Examples/songs/late-train.mid", "rainy-cafe", 4
#: Seconds before and after the join of each row.
REACHES = [None, 1.0, 0.01]

with tempfile.TemporaryDirectory() as work:
    stems = Path(work) / "stems"
    renders.render(
        SONG, f"{work}/loop.wav", "--style", STYLE, "--loop", "--bars", str(BARS), "--bits", "32f", "--stems", str(stems))
    loop, rate = soundfile.read(f"{work}/loop.wav", always_2d=True)
    tempo = json.loads((stems / "stems.json").read_text())["beatsPerMinute"]
left = np.concatenate([loop[:, 0], loop[:, 0]])
figure, axes = grid.rows(len(REACHES), 11, 1.6)
for axis, reach in zip(axes, REACHES):
    reach = reach or len(loop) / rate
    count = int(reach * rate)
    part = left[len(loop) - count : len(loop) + count]
    seconds = np.linspace(-reach, reach, len(part))
    axis.plot(seconds, part, color="#2f5d8a", linewidth=0.5 if count > 2000 else 1.2)
    axis.axvline(0, color="#b0413e", linewidth=1)
    axis.set(xlim=(-reach, reach), yticks=[])
    axis.tick_params(labelsize=8)
axes[-1].set_xlabel("seconds from the join")
beats = tempo * len(loop) / rate / 60
grid.title(figure, f"{BARS} bars of {Path(SONG).name} in {STYLE}, played twice: {len(loop)} frames, {beats:.4f} beats at {tempo:g} bpm")
grid.save(figure, sys.argv[1])
