"""Draws the level of twelve songs over time: levels.py OUT.png. Settings: SONGS and STYLES (Benchmarks/sound-pictures)."""
import os
import re
import sys
import tempfile
from pathlib import Path

import grid
import numpy as np
import renders
import soundfile
from scipy.signal import butter, sosfilt

COUNT = 12
STYLES = os.environ.get("STYLES", "dusty-tape rainy-cafe boom-bap-mpc midnight-808").split()
#: Windows of the level in half seconds.
SECOND, THREE_SECONDS, SIX_SECONDS = 2, 6, 12
#: Median [P10 P90] of 14 real tracks; Benchmarks/SoundBench/References/WholeTracks.swift.
TRACKS = "real tracks: range 9.6 [4.9 14.1] dB, first 5 s −9.9 [−14 −4.8] dB; in half of them 6 s at most −5 dB"
SHADES = {"opening": "#cfe3f5", "breakdown": "#fbe3c0", "ending": "#e2e2e2"}


def songs():
    """Name and arguments of each song: files of SONGS, else Examples/songs and new songs with fixed seeds."""
    own = os.environ.get("SONGS")
    folder = Path(own or "Examples/songs")
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in (".mid", ".midi"))
    chosen = [(file.stem, [str(file)]) for file in files[:COUNT]]
    if not own:
        for seed in range(len(chosen), COUNT):
            length = ["2:00", "2:40", "3:20"][seed % 3]
            chosen.append((f"new song {seed}", ["song", "--seed", str(seed), "--length", length]))
    return chosen or sys.exit(f"no MIDI files found in {own}")


def levels(samples, rate, length=SECOND):
    """Level in dBFS of each window of `length` half seconds, one every half second; (frames, channels) in."""
    step = rate // 2
    halves = np.square(samples[: len(samples) // step * step]).reshape(-1, step * samples.shape[1]).mean(axis=1)
    return 10 * np.log10(np.convolve(halves, np.full(length, 1 / length), "valid") + 1e-12)


class Shape:
    """The figures of `SongShape` in Benchmarks/SoundBench, in dB."""

    def __init__(self, samples, rate):
        windows = levels(samples, rate, THREE_SECONDS)
        heard = windows[windows > windows.max() - 20]
        self.median = np.median(windows)
        self.range = np.subtract(*np.percentile(heard, [95, 10]))
        self.opening = levels(samples[: 5 * rate], rate, 10)[0] - self.median
        inner = levels(samples, rate, SIX_SECONDS)[50:-28]
        self.deepest = inner.min() - self.median if len(inner) else None


def sections(messages, end):
    """Kind, start and end in seconds of the opening, breakdowns and ending that lofi-render reports."""
    def seconds(clock):
        minutes, rest = clock.split(":")
        return 60 * int(minutes) + int(rest)

    line = re.search(r"^(opening to|breakdown|ending from) \d.*$", messages, re.MULTILINE)
    pattern = r"(opening|breakdown|ending) (?:from )?(\d+:\d+)?(?: ?to (\d+:\d+))?"
    for kind, start, stop in re.findall(pattern, line[0] if line else ""):
        yield kind, seconds(start or "0:00"), seconds(stop) if stop else end


def draw(axis, title, samples, rate, messages):
    shape, end = Shape(samples, rate), len(samples) / rate
    for kind, start, stop in sections(messages, end):
        axis.axvspan(start, stop, color=SHADES[kind], lw=0)
        if kind == "ending":
            axis.text(stop, 13, "ending ", ha="right", va="top", fontsize=8)
        else:
            axis.text(start, 13, kind.replace("breakdown", "break"), va="top", fontsize=8)
    curves = [("all", samples, "black", 1.4)]
    filters = [("below 120 Hz", "low", 120, "#1f77b4"), ("above 3 kHz", "high", 3000, "#d62728")]
    for name, kind, cutoff, colour in filters:
        band = sosfilt(butter(4, cutoff, kind, fs=rate, output="sos"), samples, axis=0)
        curves.append((name, band, colour, 1))
    for name, band, colour, width in curves:
        curve = levels(band, rate) - shape.median
        axis.plot(0.5 + np.arange(len(curve)) / 2, curve, color=colour, lw=width, label=name)
    axis.axhline(0, color="black", lw=0.6)
    axis.axhline(-5, color="black", lw=0.6, ls="--")
    deepest = f", quietest 6 s {shape.deepest:.1f}" if shape.deepest is not None else ""
    figures = f"range {shape.range:.1f}, first 5 s {shape.opening:.1f}{deepest} dB".replace("-", "−")
    axis.set_title(f"{title}: {figures}", fontsize=9, loc="left")
    axis.set(xlim=(0, end), ylim=(-48, 14), yticks=range(-40, 1, 10))
    axis.grid(alpha=0.25)
    print(f"{title}: {figures}", flush=True)


chosen = songs()
figure, axes = grid.axes(len(chosen), 6.5, 2.3)
with tempfile.TemporaryDirectory() as work:
    recording = str(Path(work) / "song.wav")
    for number, ((name, arguments), axis) in enumerate(zip(chosen, axes)):
        style = STYLES[number % len(STYLES)]
        messages = renders.messages(*arguments, "--style", style, "-o", recording)
        samples, rate = soundfile.read(recording, always_2d=True)
        draw(axis, f"{style}, {name}", samples, rate, messages)
axes[0].legend(fontsize=8, loc="lower center", ncols=3)
for axis in axes[::2]:
    axis.set_ylabel("dB re median")
for axis in axes[-2:]:
    axis.set_xlabel("seconds")
figure.suptitle(
    f"Level in windows of 1 s, relative to the median of those of 3 s (line; dashed: −5 dB)\n{TRACKS}", fontsize=10)
grid.save(figure, sys.argv[1])
