"""Phrases that suit each instrument, together 30 to 40 s, and the classes that a classifier should hear in it."""
import random

import mido

CHORDS = [[50, 53, 57, 60], [43, 53, 59, 62], [48, 52, 55, 59], [45, 52, 55, 60]]
SCALE = [0, 2, 4, 5, 7, 9, 11]
QUARTER = 480
#: Microseconds for each quarter note.
TEMPO = 714286


def block(low):
    """Held chords with a repeat off the beat, four bars."""
    for bar, chord in enumerate(CHORDS):
        for start, length, velocity in [(0, 2.4, 84), (2.5, 1.4, 66)]:
            yield from ((4 * bar + start + 0.02 * i, length, pitch + low, velocity) for i, pitch in enumerate(chord))


def broken(low):
    """One note of the chord after the other, in eighths."""
    for bar, chord in enumerate(CHORDS):
        order = [0, 2, 1, 3, 2, 3, 1, 2]
        yield from ((4 * bar + i / 2, 1.6, chord[k] + low, 70 + 14 * (i % 4 == 0)) for i, k in enumerate(order))


def tune(low, step=1.0, legato=1.0, seed=1):
    """A melody in C major with rests, mostly by step."""
    chance, degree, beat = random.Random(seed), 4, 0.0
    while beat < 16:
        length = step * chance.choice([0.5, 0.5, 1, 1, 2])
        if chance.random() < 0.85:
            yield beat, length * legato, low + 12 * (degree // 7) + SCALE[degree % 7], chance.randint(60, 105)
        degree = min(11, max(0, degree + chance.choice([-2, -1, -1, 1, 1, 2])))
        beat += length


def walk(low):
    """A bass line in quarters through the chords."""
    for bar, chord in enumerate(CHORDS):
        root = chord[0] % 12 + low
        yield from ((4 * bar + i, 0.9, root + step, 88 - 8 * (i % 2)) for i, step in enumerate([0, 4, 7, 9]))


def held(low):
    """Chords of four beats that overlap a little."""
    for bar, chord in enumerate(CHORDS):
        yield from ((4 * bar, 4.1, pitch + low, 76) for pitch in chord)


def beat(kick, snare, hats):
    """A bar of drums, eight times: positions in eighths by key."""
    for bar in range(8):
        for key, positions, velocity in [(36, kick, 100), *snare, *hats]:
            yield from ((4 * bar + at / 2, 0.2, key, velocity - 14 * (at % 2 > 0)) for at in positions)


BACKBEAT = beat([0, 3, 4], [(38, [2, 6], 104)], [(42, range(8), 84), (46, [7], 70)])
BRUSHED = beat([0, 4], [(38, [2, 6], 84), (40, [3, 5, 7], 50)], [(51, [0, 2, 3, 4, 6, 7], 76), (44, [2, 6], 70)])
EIGHTS = beat([0, 3, 5], [(39, [2, 6], 100), (38, [2, 6], 90)], [(42, [0, 1, 2, 3, 4, 5, 5.5, 6, 7], 84)])

PIANO, ELECTRIC = {"Piano"}, {"Electric piano"}
#: Name: General MIDI program (a kit's is in the percussion bank), phrases, right classes.
INSTRUMENTS = {
    "felt-piano": (0, [block(0), broken(0), tune(60)], PIANO),
    "tine-piano": (4, [block(0), broken(0), tune(60)], ELECTRIC),
    "reed-piano": (5, [block(0), broken(0), tune(60)], ELECTRIC),
    "music-box": (10, [broken(24), tune(84), tune(79, 0.5, 1, 2)], {"Glockenspiel", "Mallet perc", "Chime"}),
    "vibraphone": (11, [tune(65, 1, 1.5), broken(12), block(12)], {"Vibraphone", "Mallet perc"}),
    "nylon-guitar": (24, [broken(0), tune(60), block(0)], {"Guitar", "Acoustic guitar"}),
    "muted-guitar": (28, [broken(0), tune(55, 0.5, 0.6), tune(60, 0.5, 0.5, 2)], {"Guitar", "Electric guitar"}),
    "upright-bass": (32, [walk(28), tune(33, 1, 0.9), walk(33)], {"Double bass", "Bass guitar"}),
    "sub-bass": (38, [walk(28), tune(28, 2), walk(31)], {"Bass guitar", "Synthesizer"}),
    "flute-lead": (73, [tune(72, 1, 0.95), tune(77, 0.5, 0.9, 2), tune(67, 2, 0.95, 3)], {"Flute"}),
    "warm-pad": (89, [held(0), held(12), held(7)], {"Synthesizer", "Ambient music", "New-age"}),
    "kit/dusty": (0, [BACKBEAT], {"Drum kit", "Drum", "Snare", "Bass drum"}),
    "kit/brushes": (40, [BRUSHED], {"Drum kit", "Drum", "Snare", "Cymbal"}),
    "kit/808": (25, [EIGHTS], {"Drum machine"}),
}

#: Layer: right classes, and the score of a recording (median of a few), if there is one.
PLACES = {
    "rain": ({"Rain", "Raindrop", "Rain on surface"}, 0.59),
    "thunder": ({"Thunder", "Thunderstorm"}, 0.52),
    "wind": ({"Wind", "Wind noise mic"}, None),
    "waves": ({"Ocean", "Waves"}, 0.32),
    "fireplace": ({"Fire", "Crackle"}, 0.14),
    "campfire": ({"Fire", "Crackle"}, 0.14),
    "night": ({"Cricket", "Insect"}, None),
    "birds": ({"Bird", "Bird song", "Chirp"}, 0.49),
    "cafe": ({"Speech", "Chatter", "Hubbub", "Crowd"}, 0.84),
    "city": ({"Traffic", "Vehicle", "Motor vehicle", "Car"}, 0.35),
    "train": ({"Train", "Rail transport", "Railroad car"}, None),
    "fan": ({"Fan", "Air con"}, None),
    "vinyl": ({"Crackle", "Static", "Hiss"}, None),
    "tape-hiss": ({"Hiss", "White noise", "Pink noise", "Static", "Noise"}, None),
}


def write(phrases, program, path, drums):
    """Writes the phrases one after another, two beats apart, at 84 bpm; returns their starts in seconds."""
    channel, events, offset, starts = 9 if drums else 0, [], 0, []
    for phrase in phrases:
        starts.append(offset * TEMPO / 1e6)
        notes = list(phrase)
        for start, length, pitch, velocity in notes:
            at = round((offset + start) * QUARTER)
            events.append((at, 1, pitch, velocity))
            events.append((at + round(length * QUARTER), 0, pitch, 0))
        offset += max(start + length for start, length, *_ in notes) + 2
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=TEMPO)])
    track.append(mido.Message("program_change", channel=channel, program=program))
    last = 0
    for at, on, pitch, velocity in sorted(events):
        kind = "note_on" if on else "note_off"
        track.append(mido.Message(kind, channel=channel, note=pitch, velocity=velocity, time=at - last))
        last = at
    mido.MidiFile(ticks_per_beat=QUARTER, tracks=[track]).save(path)
    return starts
