"""SoundFonts that are broken, missing, or none: refused by name, or played with a warning and never silent."""
import array, csv, os

from program import SONG


def check(table, program, corpus):
    folder = program.place("fonts")
    open(f"{folder}/empty.sf2", "w").close()
    os.makedirs(f"{folder}/folder.sf2")
    with open(f"{folder}/closed.sf2", "w") as file:
        file.write("RIFF")
    os.chmod(f"{folder}/closed.sf2", 0)
    whole = open(os.path.join(os.path.dirname(SONG), "../../SoundFonts/lofi-kit.sf2"), "rb").read()
    with open(f"{folder}/cut.sf2", "wb") as file:
        file.write(whole[: len(whole) // 2])
    os.mkfifo(f"{folder}/pipe.sf2")
    # Words of the message; the status tells a file that cannot be read from one that is broken.
    cases = [("missing.sf2", "No such file", 66), ("empty.sf2", "empty", 65), ("folder.sf2", "", 66),
             ("closed.sf2", "Permission denied", 66), ("cut.sf2", "truncated", 65)]
    faults = []
    for name, word, unread in cases:
        for words, status in (([SONG, "-o", "/dev/null", "--soundfont", name], unread), (["soundfont", "check", name], unread)):
            outcome = program.run(*words, cwd=folder, nobody=os.geteuid() == 0, timeout=20)
            fault = outcome.fault(status, name, word)
            if fault:
                faults.append(f"{words[0]} {name}: {fault}")
    table.faults("SoundFonts that are missing, empty, a folder, unreadable, cut: refused by name", 2 * len(cases), faults)
    place = os.path.join(corpus or "", "soundfonts")
    if not corpus or not os.path.isdir(place):
        table.skip("corpus soundfonts", "no CORPUS given")
        return
    with open(os.path.join(place, "manifest.tsv")) as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    faults = []
    for row in rows:
        path, out = os.path.join(place, row["file"]), f"{folder}/out.wav"
        outcome = program.run(SONG, "-o", out, "--soundfont", path, "--length", "6", "--bits", "32f", "--no-noise", "--no-drums")
        fault = None
        if outcome.status == 0 and row["expected"] != "REJECT":
            fault = quality(out) or (None if row["expected"] == "control" or "warning" in outcome.err else "no warning")
        else:
            fault = outcome.fault(65, row["file"]) or ("refused" if row["expected"] == "control" else None)
        if fault:
            faults.append(f"{row['file']}: {fault}")
        if os.path.exists(out):
            os.unlink(out)
    table.faults("corpus soundfonts: refused by name, or played with a warning, never silence", len(rows), faults)


def quality(path):
    with open(path, "rb") as file:
        data = file.read()
    place = data.index(b"data") + 8
    samples = array.array("f", data[place : place + int.from_bytes(data[place - 4 : place], "little")])
    if any(sample != sample or abs(sample) > 1 for sample in samples):
        return "numbers that are none"
    power = sum(sample * sample for sample in samples) / max(1, len(samples))
    return "silence" if power < 1e-6 else None
