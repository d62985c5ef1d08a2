"""Every option that takes a number, at and beyond its ends, as the program itself lists them."""
import json, os, re

from program import SONG

NUMBERS = ["nan", "inf", "-inf", "1e308", "-1e308", "99999999999999999999", "", "abc"]
# Options whose value is no number.
WORDS = {
    "output", "midi-out", "style", "set", "key", "meter", "bits", "soundfont", "synthesizer", "model", "generator", "like", "towards", "music", "mode",
    "form", "chords", "melody", "continue", "infill", "drums", "against", "effect", "corpus", "from", "mix", "size", "licence",
    "curve", "words", "out", "ending", "index", "stems", "only", "mute", "solo", "title", "artist", "album", "date", "genre", "comment", "experimental-dump-help", "generate-completion-script",
}
# Each number's ends; None where there is none but the type's.
RANGES = {
    "tempo": (20, 400), "length": (0, 86400), "seed": (0, 2**64 - 1), "rate": (8000, 192000), "block-frames": (1, 65536),
    "dust": (0, 100), "wobble": (0, 100), "warmth": (0, 100), "rain": (0, 100), "space": (0, 100),
    "temperature": (0, 2), "top-p": (0.01, 1), "spread": (0, 3), "density": (0.25, 4), "bars": (1, 10000),
    "events": (0, 10000),
    "slow": (0.25, 4), "stretch": (0.25, 4),
    "epochs": (1, 1_000_000), "minutes": (0.1, 100_000), "window": (2, 4096), "batch": (1, 4096), "held-out": (0, 0.9),
    "patience": (0, 1_000_000), "workers": (1, 64), "jobs": (1, 32),
}
OWN = {("train", "rate"): (1e-6, 1),
       ("evaluate", "bars"): (1, None)}
NEEDED = {
    "render": [SONG, "-o", "out.wav"], "song": ["-o", "out.wav"], "generate": ["-o", "out.mid"],
    "process": ["-o", "out.wav", "--effect", "rain", "--length", "1"], "evaluate": [SONG, "--against", "songs"],
    "batch": ["songs", "--out", "out"],
    "train": ["composer", "--corpus", "songs", "-o", "out.m"],
}
# What else an option needs.
WITH = {"spread": ["--model", "melody-vae", "--like", SONG], "events": ["--model", "note-chord-lstm"]}


def check(table, program, corpus):
    folder = program.place("parameters")
    os.makedirs(f"{folder}/songs")
    for seed in range(2):
        program.run("generate", "--model", "rules", "--seed", str(seed), "-o", f"{folder}/songs/{seed}.mid")
    before = sorted(os.listdir(folder))
    tree = json.loads(program.run("--experimental-dump-help").out)["command"]
    faults, unknown, count = [], [], 0
    for command in tree["subcommands"]:
        name = command["commandName"]
        for option in command.get("arguments", []):
            if option["kind"] != "option":
                continue
            key = option["preferredName"]["name"]
            if key in WORDS or name not in NEEDED:
                continue
            if key not in RANGES:
                unknown.append(f"{name} --{key}")
                continue
            low, high = OWN.get((name, key), RANGES[key])
            values = NUMBERS + [beyond(low, -1)] + ([beyond(high, 1)] if high is not None else [])
            for value in values:
                count += 1
                needed = list(NEEDED[name])
                if f"--{key}" in needed:
                    place = needed.index(f"--{key}")
                    del needed[place:place + 2]
                outcome = program.run(name, *needed, *WITH.get(key, []), f"--{key}={value}", cwd=folder, timeout=60)
                # Where there is no value, none is out of its range.
                fault = outcome.fault(64, key) or (no_range(outcome.err, low, high) if value else None)
                if fault or sorted(os.listdir(folder)) != before:
                    faults.append(f"{name} --{key}={value}: {fault or 'something was written'}")
    table.faults("every number of the command line beyond its ends, nan, inf, 1e308, empty, abc: status 64, key and, but for an empty one, range", count, faults)
    table.row("every option is known to this check", "all", ", ".join(unknown) or "all", not unknown)


def beyond(end, step):
    value = end + step
    return str(int(value)) if value == int(value) else str(value)


def no_range(text, low, high):
    """Both ends are in the message, as it writes numbers; a seed has no end to name."""
    numbers = {float(number) for number in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", text.replace(",", ""))}
    if low not in numbers or (high is not None and high < 2**60 and high not in numbers):
        return f"no range in {text.strip()[:160]!r}"
    return None
