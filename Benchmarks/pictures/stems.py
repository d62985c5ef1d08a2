"""Draws the stems of Examples/songs/late-train.mid, their sum and what is left of it: stems.py OUT.png."""
import json
import sys
import tempfile
from pathlib import Path

import grid
import numpy as np
import renders
import soundfile

SONG, STYLE = "Examples/songs/late-train.mid", "rainy-cafe"
#: Points across the picture; each shows the lowest and the highest sample of its stretch.
POINTS = 1600


def outline(samples):
    """The lowest and the highest sample of each stretch, left and right together."""
    length = len(samples) // POINTS
    stretches = samples[: length * POINTS].reshape(POINTS, -1)
    return stretches.min(axis=1), stretches.max(axis=1)


with tempfile.TemporaryDirectory() as work:
    renders.render(SONG, f"{work}/{Path(SONG).stem}.wav", "--style", STYLE, "--stems", f"{work}/stems")
    manifest = json.loads(Path(f"{work}/stems/stems.json").read_text())
    read = lambda entry: soundfile.read(f"{work}/stems/{entry['file']}", always_2d=True)
    rows = [(f"{entry['name']} ({entry['kind']})", read(entry)[0]) for entry in manifest["stems"]]
    mix, rate = read(manifest["premaster"])
rest = sum(samples for _, samples in rows) - mix
rows.append(("premaster", mix))
figure, axes = grid.rows(len(rows), 11, 0.75)
seconds = np.linspace(0, len(mix) / rate, POINTS)
for (name, samples), axis in zip(rows, axes):
    low, high = outline(samples)
    axis.fill_between(seconds, low, high, color="#b0413e" if name == "premaster" else "#2f5d8a", linewidth=0)
    limit = 1.05 * max(1e-6, np.abs(samples).max())
    peak = 20 * np.log10(np.abs(samples).max() + 1e-12)
    axis.set(ylim=(-limit, limit), yticks=[])
    axis.set_ylabel(f"{name}\n{peak:.1f} dBFS", rotation=0, ha="right", va="center", fontsize=8)
axes[-1].set(xlim=(0, seconds[-1]), xlabel="seconds")
residue = 20 * np.log10(np.abs(rest).max() + 1e-12)
figure.suptitle(
    f"Stems of {Path(SONG).name} in {STYLE}, each to its own scale; their sum less the premaster: {residue:.0f} dBFS",
    fontsize=10)
grid.save(figure, sys.argv[1])
