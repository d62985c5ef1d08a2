"""Draws every noise layer alone as a spectrogram: places.py OUT.png. The layers are those that lofi-render lists."""
import re
import sys
import tempfile
from pathlib import Path

import grid
import renders
import soundfile

SECONDS = 20


def layers():
    """Names of the noise layers, without the one that plays a file."""
    section = renders.printed("plugins").split("Layers (layers:)")[1].split("\n\nSections of a style")[0]
    return [name for name in re.findall(r"^  ([a-z-]+): ", section, re.MULTILINE) if name != "audio-file"]


names = layers()
figure, axes = grid.axes(len(names), 6.5, 1.9)
with tempfile.TemporaryDirectory() as work:
    recording = Path(work) / "layer.wav"
    for name, axis in zip(names, axes):
        renders.layer(name, recording, SECONDS)
        grid.spectrogram(axis, *soundfile.read(recording, always_2d=True))
        axis.set_title(name, fontsize=9, loc="left")
        axis.set_xticks(range(0, SECONDS + 1, 2))
grid.title(figure, f"Noise layers alone, {SECONDS} s")
grid.save(figure, sys.argv[1])
