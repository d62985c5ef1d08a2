"""A recording with the beats and chords found in it: beats.py PROGRAM RECORDING PICTURE [SECONDS]."""
import json
import subprocess
import sys

import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

program, recording, picture = sys.argv[1:4]
shown = float(sys.argv[4]) if len(sys.argv) > 4 else 24
heard = json.loads(subprocess.run([program, "analyze", "--json", recording], check=True, capture_output=True).stdout)
raw = subprocess.run(
    [program, "process", recording, "--length", str(shown), "--bits", "32f", "--effect", "gain: {gain: 0}", "-q", "-o", "-"],
    check=True, capture_output=True).stdout
wave = np.frombuffer(raw[raw.index(b"data") + 8:], "<f4").reshape(-1, 2).mean(axis=1)
step = 220
peaks = np.abs(wave[:len(wave) // step * step].reshape(-1, step)).max(axis=1)
times = np.arange(len(peaks)) * step / 44_100

figure, axes = plt.subplots(figsize=(10, 2.6), dpi=110)
axes.fill_between(times, -peaks, peaks, color="#7a8ea8", linewidth=0)
top = peaks.max() * 1.05
for beat in heard["beats"]:
    if beat < shown:
        isDown = any(abs(beat - down) < 1e-6 for down in heard["downbeats"])
        axes.vlines(beat, -top, top, color="#c0392b" if isDown else "#e0a9a2", linewidth=1.6 if isDown else 0.8)
for chord in heard["chords"]:
    if chord["start"] < shown:
        axes.text(chord["start"] + 0.05, top * 1.08, chord["chord"], fontsize=8)
axes.set_xlim(0, shown)
axes.set_ylim(-top, top * 1.3)
axes.set_yticks([])
axes.set_xlabel("seconds")
axes.set_title(f"{heard['bpm']:.1f} bpm, {heard['key']}: downbeats and beats", fontsize=9, loc="left")
for side in ("top", "right", "left"):
    axes.spines[side].set_visible(False)
figure.tight_layout()
figure.savefig(picture)
