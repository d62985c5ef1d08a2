"""Prints what the listeners hear: report.py WORK. Settings come from the environment; see Benchmarks/oracle."""
import os
import sys
from pathlib import Path

import renders

WORK = Path(sys.argv[1])
FONT = os.environ["FONT"]


def row(*cells):
    """Prints a row of a table; numbers get two decimals."""
    words = ["" if cell is None else f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in cells]
    print("| " + " | ".join(words) + " |", flush=True)


def header(title, text, *columns):
    print(f"\n## {title}\n\n{text}\n")
    row(*columns)
    print("|" + "---|" * len(columns))


def rendered(songs, styles):
    """Style, name, arrangement and recording of each song in each style."""
    for style in styles:
        for song in songs:
            recording, arranged = WORK / f"{style}-{song.stem}.wav", WORK / f"{style}-{song.stem}.mid"
            if not recording.exists():
                renders.render(song, recording, "--style", style, "--midi-out", str(arranged))
            yield style, song.stem, arranged, recording


def mean(values):
    values = [value for value in values if isinstance(value, float)]
    return sum(values) / len(values) if values else None


def beats(songs, styles):
    import beats as listener

    header(
        "Beats and key",
        "madmom against our beats (F-measure modulo octave, ±70 ms, from 5 s on) and our key (MIREX score).",
        "style", "song", "our key", "key heard", "beats F", "downbeats F", "key")
    table = []
    for style, name, arranged, recording in rendered(songs, styles):
        arrangement = renders.Arrangement(arranged)
        heard = listener.heard(recording)
        scores = [float(listener.f_measure(ours, theirs)) for ours, theirs in zip(arrangement.beats(), heard)]
        key = listener.key(recording)
        score = float(listener.key_score(arrangement.key, key)) if arrangement.key else None
        table.append((style, name, arrangement.key, key, *scores, score))
        row(*table[-1])
    if table:
        row("**mean**", "", "", "", *[mean(line[i] for line in table) for i in (4, 5, 6)])


def notes(songs, styles):
    import transcriber

    measures = [
        ("melody", transcriber.recall), ("bass", transcriber.recall), ("chords", transcriber.recall),
        ("chords", transcriber.pitch_class_recall)]
    header(
        "Notes",
        "Share of the arranged notes that basic-pitch finds in our render / in the same MIDI file on a plain font\n"
        f"({Path(FONT).stem} by FluidSynth, else the built-in one): onset within ±80 ms and pitch; pitch class: anything of\n"
        "it while the note sounds. The last rows divide the means: ours as a share of the plain font's.",
        "style", "song", "melody", "bass", "chords", "chords' pitch classes")
    sums = {}
    for style, name, arranged, recording in rendered(songs, styles):
        arrangement, plain = renders.Arrangement(arranged), WORK / "plain.wav"
        renders.render_plain(arranged, plain, FONT)
        ours, theirs = transcriber.heard(recording), transcriber.heard(plain)
        cells = []
        for index, (role, measure) in enumerate(measures):
            wanted = arrangement.notes.get(role)
            if not wanted:
                cells.append("")
                continue
            pair = (measure(wanted, ours), measure(wanted, theirs))
            sums.setdefault((style, index), []).append(pair)
            cells.append(f"{pair[0]:.2f} / {pair[1]:.2f}")
        row(style, name, *cells)
    for style in [*styles, None]:
        cells = []
        for index in range(len(measures)):
            pairs = [pair for (own, i), pairs in sums.items() if i == index and style in (own, None) for pair in pairs]
            ours, theirs = (mean(pair[side] for pair in pairs) for side in (0, 1))
            cells.append(f"{ours:.2f} / {theirs:.2f} = {ours / theirs:.2f}" if theirs else "")
        row(f"**{style or 'all'}**", "", *cells)


CLASSES = (
    "The right class with its mean score, its rank, and its score as a share of the best one's; general classes (music,\n"
    "percussion …) do not count, and a number is a class that ymap.txt does not name.")


def instruments(classifier):
    import phrases

    header(
        "Instruments alone", f"YAMNet. {CLASSES}\nThe last column: the same phrases on a plain font.",
        "instrument", "right class", "score", "rank", "share", "best classes", "score on a plain font")
    for name, (program, parts, right) in phrases.INSTRUMENTS.items():
        song, ours, plain = WORK / "phrase.mid", WORK / "phrase.wav", WORK / "phrase-plain.wav"
        phrases.write(parts, program, song, drums=name.startswith("kit/"))
        renders.render(song, ours, "--style", renders.PLAIN, "--as-is")
        sampled = None
        if renders.render_plain(song, plain, FONT) != "built-in font":
            sampled = max(classifier.scores(plain).get(each, 0.0) for each in right)
        verdict_row(name, classifier.scores(ours), right, sampled)


def places(classifier):
    import phrases

    header(
        "Places and noises alone", f"YAMNet on 40 s. {CLASSES}\nThe last column: recordings, where measured.",
        "layer", "right class", "score", "rank", "share", "best classes", "score of a recording")
    for kind, (right, recording) in phrases.PLACES.items():
        output = WORK / "place.wav"
        renders.layer(kind, output, 40)
        verdict_row(kind, classifier.scores(output), right, recording)


def verdict_row(name, scores, right, reference):
    from classifier import verdict

    found, score, rank, share, best = verdict(scores, right)
    row(name, found, score, rank, share, ", ".join(f"{other} {value:.2f}" for value, other in best), reference)


def main():
    sections, styles = os.environ["SECTIONS"].split(), os.environ["STYLES"].split()
    songs = sorted(path for path in Path(os.environ["SONGS"]).iterdir() if path.suffix.lower() in (".mid", ".midi"))
    print("# What independent listeners hear")
    if not Path(FONT).exists():
        print(f"\nNo font at {FONT}: the built-in font takes its place (or set FONT=…).")
    if "beats" in sections:
        beats(songs, styles)
    if "notes" in sections:
        notes(songs, styles)
    if not {"instruments", "places"} & set(sections):
        return
    listen = os.environ["LISTEN"]
    if not Path(listen, "yamnet.tflite").is_file():
        print("\nThe classifier was skipped: set LISTEN to a folder with yamnet.tflite and ymap.txt.")
        return
    from classifier import Classifier

    classifier = Classifier(listen)
    if "instruments" in sections:
        instruments(classifier)
    if "places" in sections:
        places(classifier)


main()
