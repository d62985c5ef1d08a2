"""Renders with lofi-render and FluidSynth, and what the arranged MIDI files say."""
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import mido
import numpy as np

PROGRAM = os.environ.get("LOFI_RENDER", ".build/release/lofi-render")
#: Arguments of every render of a song.
FONT_OPTION = ["--soundfont", os.environ["SOUNDFONT"]] if os.environ.get("SOUNDFONT") else []
PLAIN = str(Path(__file__).with_name("plain.yaml"))


def render(song, output, *options):
    """Renders a MIDI file."""
    subprocess.run([PROGRAM, str(song), "-o", str(output), "--quiet", *FONT_OPTION, *options], check=True)


def messages(*arguments):
    """Renders a song with these arguments; returns what the program reports."""
    done = subprocess.run([PROGRAM, *arguments, *FONT_OPTION], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stderr


def printed(*arguments):
    """What the program prints to standard output."""
    return subprocess.run([PROGRAM, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def render_plain(song, output, font):
    """Plays a MIDI file as it is without effects: on a SoundFont, or on the built-in one if that or FluidSynth is missing.

    Returns the font's name.
    """
    if shutil.which("fluidsynth") and Path(font).exists():
        command = ["fluidsynth", "-ni", "-g", "0.6", "-R", "0", "-C", "0", "-r", "44100", "-F", output, font, song]
        subprocess.run([str(word) for word in command], check=True, capture_output=True)
        return Path(font).stem
    render(song, output, "--style", PLAIN, "--as-is")
    return "built-in font"


def layer(effect, output, seconds):
    """Renders a noise layer alone."""
    command = [PROGRAM, "process", "--bits", "32f", "--length", str(seconds), "--effect", effect, "-o", str(output)]
    subprocess.run(command, check=True, capture_output=True)


class Arrangement:
    """An arranged MIDI file: notes by role, beats and key."""

    def __init__(self, path):
        command = [PROGRAM, "analyze", "--json", str(path)]
        report = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        key = report.get("key")
        self.key = f"{key['tonic']} {key['mode']}" if key else None
        roles = [part["role"] for part in report["parts"]]
        file = mido.MidiFile(path)
        self._tempos = [(0, 500000)]
        self._ticks_per_quarter = file.ticks_per_beat
        self._meters = []
        self._read_conductor(file.tracks)
        tracks = [notes for notes in map(list, map(_notes, file.tracks)) if notes]
        #: Rows of onset and end in seconds and pitch, by role.
        self.notes = {}
        for role, notes in zip(roles, tracks):
            rows = [(self._seconds(start), self._seconds(end), pitch) for start, end, pitch in notes]
            self.notes.setdefault(role, []).extend(rows)
        self.end = max(end for rows in self.notes.values() for _, end, _ in rows)
        self._last_tick = max(end for notes in tracks for _, end, _ in notes)

    def _read_conductor(self, tracks):
        for track in tracks:
            tick = 0
            for message in track:
                tick += message.time
                if message.type == "set_tempo":
                    self._tempos.append((tick, message.tempo))
                elif message.type == "time_signature":
                    self._meters.append((tick, message.numerator, message.denominator))
        self._tempos.sort(key=lambda change: change[0])

    def _seconds(self, tick):
        seconds = 0.0
        for (start, tempo), (end, _) in zip(self._tempos, self._tempos[1:] + [(tick, 0)]):
            seconds += max(0, min(end, tick) - start) * tempo / self._ticks_per_quarter / 1e6
        return seconds

    def beats(self):
        """Times of the beats and of the downbeats in seconds; in compound meters a beat has three eighths."""
        beats, downbeats = [], []
        meters = self._meters or [(0, 4, 4)]
        for (start, count, unit), (end, *_) in zip(meters, meters[1:] + [(self._last_tick, 0, 0)]):
            compound = unit >= 8 and count > 3 and count % 3 == 0
            step = self._ticks_per_quarter * 4 // unit * (3 if compound else 1)
            for number, tick in enumerate(range(start, end, step)):
                beats.append(self._seconds(tick))
                if number % (count // 3 if compound else count) == 0:
                    downbeats.append(beats[-1])
        return np.array(beats), np.array(downbeats)


def _notes(track):
    """Onset tick, end tick and pitch of each note."""
    tick, sounding = 0, {}
    for message in track:
        tick += message.time
        if message.type == "note_on" and message.velocity:
            sounding.setdefault((message.channel, message.note), []).append(tick)
        elif message.type in ("note_on", "note_off"):
            starts = sounding.get((message.channel, message.note))
            if starts:
                yield starts.pop(0), tick, message.note
