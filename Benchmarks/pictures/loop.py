"""Draws a loop of Examples/songs/late-train.mid, played twice, across its join: loop.py OUT.png."""
import json
import sys
import tempfile
from pathlib import Path

import grid
import numpy as np
import renders
import soundfile

SONG, STYLE, BARS = "Examples/songs/late-train.mid", "rainy-cafe", 4
#: Seconds before and after the join: of a spectrogram, and of a waveform in which a jump would be seen.
WIDE, NARROW = 2.5, 0.01

with tempfile.TemporaryDirectory() as work:
    stems = Path(work) / "stems"
    renders.render(
        SONG, f"{work}/loop.wav", "--style", STYLE, "--loop", "--bars", str(BARS), "--bits", "32f", "--stems", str(stems))
    loop, rate = soundfile.read(f"{work}/loop.wav", always_2d=True)
    tempo = json.loads((stems / "stems.json").read_text())["beatsPerMinute"]
twice = np.concatenate([loop, loop])


def around_join(reach):
    return twice[len(loop) - int(reach * rate) : len(loop) + int(reach * rate)]


figure, (whole, wide, narrow) = grid.plt.subplots(3, 1, figsize=(11, 6.4), height_ratios=[1, 2, 1])
whole.plot(np.arange(len(twice)) / rate, twice[:, 0], color="#2f5d8a", linewidth=0.3)
grid.spectrogram(wide, around_join(WIDE), rate)
part = around_join(NARROW)
narrow.plot(1000 * np.linspace(-NARROW, NARROW, len(part)), part[:, 0], color="#2f5d8a", linewidth=1.2)
for axis, join in ((whole, len(loop) / rate), (wide, WIDE), (narrow, 0)):
    axis.axvline(join, color="#b0413e", linewidth=1, linestyle="--")
    axis.tick_params(labelsize=8)
whole.set(xlim=(0, len(twice) / rate), yticks=[])
narrow.set(xlim=(-1000 * NARROW, 1000 * NARROW), yticks=[], xlabel="milliseconds from the join")
beats = tempo * len(loop) / rate / 60
grid.title(figure, f"{BARS} bars of {Path(SONG).name} in {STYLE}, played twice: {len(loop)} frames, {beats:.4f} beats at {tempo:g} bpm")
grid.save(figure, sys.argv[1])
