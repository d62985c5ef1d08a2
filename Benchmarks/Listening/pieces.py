"""Renders annotated songs for lofi-listening-bench: pieces.py SONGS FOLDER.

SONGS is laid out like the POP909 Dataset. Of the songs of Benchmarks/Evaluation/Downbeats.tsv that stay in one key, each becomes one
piece: in turn on FluidSynth as it is, with drums and bass of a style, through two presets, at a drifting tempo, and on other
instruments. The first 100 s are kept. FOLDER gets NAME.wav, NAME.beats, NAME.key, and in held-out.txt the names of every other six.
"""
import os
import random
import subprocess
import sys
from pathlib import Path

import mido
import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "listeners"))
from renders import PROGRAM, Arrangement  # noqa: E402

FONT = os.environ.get("FONT", "/usr/share/sounds/sf2/FluidR3_GM.sf2")
CHECKED = Path("Benchmarks/Evaluation/Downbeats.tsv")
KINDS = ["plain", "drums", "lofi", "lofi", "drift", "instruments"]
SECONDS = 100
PROGRAMS = {"MELODY": [0, 4, 11, 24, 56, 65, 73, 40, 80], "BRIDGE": [48, 89, 52, 4, 11, 0],
            "PIANO": [0, 1, 4, 5, 24, 25, 26]}
#: Of drifting tempi: depth and range of periods in seconds.
DRIFT, PERIODS = 0.12, (20, 45)


def annotation(folder, row):
    """Beat times, and the set of indices of the downbeats as checked by hand."""
    table = np.loadtxt(folder / "beat_midi.txt")
    per_bar = int(row[2])
    marked = next((found for found in (np.flatnonzero(table[:, column] == 1) for column in (1, 2))
                   if len(found) > 2 and np.median(np.diff(found)) == per_bar), np.flatnonzero(table[:, 1] == 1))
    segments = [(kind, int(start)) for kind, start in (part.split("@") for part in row[3].split())]
    ends = [start for _, start in segments[1:]] + [len(table)]
    downbeats = set()
    for (kind, start), end in zip(segments, ends):
        found = range(start, end, per_bar) if kind == "bar" else [place + int(kind) for place in marked]
        downbeats.update(place for place in found if start <= place < end)
    return table[:, 0], downbeats


def key(folder):
    """The label of a song that stays in one key; None for the others."""
    rows = (folder / "key_audio.txt").read_text().split("\n")
    rows = [row.split("\t")[2].strip() for row in rows if row.strip()]
    return rows[0] if len(rows) == 1 else None


def on_other_instruments(song, path, chance):
    file = mido.MidiFile(song)
    for track in file.tracks:
        choices = PROGRAMS.get(track.name.strip().upper())
        track[:] = [message.copy(program=chance.choice(choices)) if choices and message.type == "program_change" else message
                    for message in track]
    file.save(path)


def drifting(song, path, chance):
    """Bends the tempo map; returns a function from old to new seconds."""
    file = mido.MidiFile(song)
    tempos = sorted((tick, tempo) for track in file.tracks for tick, tempo in _tempos(track)) or [(0, 500_000)]
    end = max(sum(message.time for message in track) for track in file.tracks)
    phase, period = chance.uniform(0, 2 * np.pi), chance.uniform(*PERIODS)
    old, new, last = [0.0], [0.0], 0
    conductor = mido.MidiTrack()
    ticks = sorted({*range(0, end, file.ticks_per_beat // 2), *(tick for tick, _ in tempos)})
    for start, stop in zip(ticks, ticks[1:] + [end]):
        written = [tempo for tick, tempo in tempos if tick <= start][-1] if tempos[0][0] <= start else 500_000
        tempo = int(written * (1 + DRIFT * np.sin(phase + 2 * np.pi * old[-1] / period)))
        conductor.append(mido.MetaMessage("set_tempo", tempo=tempo, time=start - last))
        last = start
        old.append(old[-1] + (stop - start) * written / file.ticks_per_beat / 1e6)
        new.append(new[-1] + (stop - start) * tempo / file.ticks_per_beat / 1e6)
    for track in file.tracks:
        kept, rest = [], 0
        for message in track:
            rest += message.time
            if message.type != "set_tempo":
                kept.append(message.copy(time=rest))
                rest = 0
        track[:] = kept
    file.tracks.insert(0, conductor)
    file.save(path)
    return lambda seconds: np.interp(seconds, old, new)


def _tempos(track):
    tick = 0
    for message in track:
        tick += message.time
        if message.type == "set_tempo":
            yield tick, message.tempo


def run(*words):
    subprocess.run([str(word) for word in words], check=True, capture_output=True)


def make(song, row, kind, number, folder, name):
    chance, midi, wave = random.Random(song.name), folder / "song.mid", folder / f"{name}.wav"
    whole, source = folder / "whole.wav", song / f"{song.name}.mid"
    beats, downbeats = annotation(song, row)
    label = key(song)
    if kind in ("drums", "lofi"):
        presets = sorted(path.stem for path in Path("Presets").glob("*.yaml"))
        style = presets[number % len(presets)] if kind == "lofi" else chance.choice(["boom-bap-mpc", "dusty-tape", "study-loop"])
        run(PROGRAM, source, "-o", whole, "--style", style, "--midi-out", midi, "--length", "1:50")
        arranged = Arrangement(midi)
        beats, bars = arranged.beats()
        downbeats = {place for place, beat in enumerate(beats) if np.abs(bars - beat).min() < 1e-6}
        label = arranged.key
    elif kind == "drift":
        beats = drifting(source, midi, chance)(beats)
    elif kind == "instruments":
        on_other_instruments(source, midi, chance)
    if kind != "lofi":
        run("fluidsynth", "-ni", "-g", "0.5", "-r", "44100", "-F", whole, FONT, source if kind == "plain" else midi)
    run("sox", whole, wave, "trim", 0, SECONDS)
    (folder / f"{name}.key").write_text(label or "")
    (folder / f"{name}.beats").write_text("".join(
        f"{beat:.4f}\t{int(place in downbeats)}\n" for place, beat in enumerate(beats) if beat < SECONDS))
    for path in (midi, whole):
        path.unlink(missing_ok=True)


def main(songs, folder):
    folder.mkdir(parents=True, exist_ok=True)
    rows = [line.split("\t") for line in CHECKED.read_text().split("\n") if line.strip() and not line.startswith("#")]
    rows = [row for row in rows if row[4] != "undecided" and key(songs / row[0])]
    held_out = []
    for number, row in enumerate(rows):
        kind = KINDS[number % len(KINDS)]
        name = f"{kind}-{row[0]}"
        if not (folder / f"{name}.beats").exists():
            make(songs / row[0], row, kind, number, folder, name)
        if number // len(KINDS) % 2:
            held_out.append(name)
    (folder / "held-out.txt").write_text("\n".join(held_out) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
