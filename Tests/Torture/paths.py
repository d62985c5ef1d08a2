"""Odd names and places."""
import hashlib, os, shutil

from program import SONG

SHORT = ["--length", "3", "-q", "--rate", "8000"]


def check(table, program, corpus):
    folder = program.place("paths")
    names = ["a b.wav", "café ☃ 春.wav", "-x.wav", "x" * 251 + ".wav", "new\nline.wav", "'\"$HOME;*.wav", "no-ending", ".hidden.wav"]
    faults = []
    for name in names:
        # A name that begins with a dash is given after an equals sign or by its folder.
        outcome = program.run(SONG, f"-o={name}" if name[0] == "-" else "-o", *([] if name[0] == "-" else [name]), *SHORT, cwd=folder)
        if outcome.status != 0 or os.listdir(folder) != [name]:
            faults.append(f"{name[:20]!r}: status {outcome.status}, {os.listdir(folder)} {outcome.err[:100]}")
        for found in os.listdir(folder):
            os.unlink(os.path.join(folder, found))
        odd = os.path.join(folder, name.replace(".wav", ".mid"))
        shutil.copy(SONG, odd)
        outcome = program.run("--", os.path.basename(odd), cwd=folder, env={}, prefix=[]) if name[0] == "-" else program.run(
            os.path.basename(odd), *SHORT, cwd=folder)
        if outcome.status != 0 or len(os.listdir(folder)) != 2:
            faults.append(f"read {name[:20]!r}: status {outcome.status}, {outcome.err[:100]}")
        for found in os.listdir(folder):
            os.unlink(os.path.join(folder, found))
    table.faults("names with spaces, UTF-8, a leading dash, 255 bytes, a line's end: written and read", len(names), faults)
    refusals(table, program, folder)
    inputs(table, program, folder)


def refusals(table, program, folder):
    os.makedirs(f"{folder}/closed")
    os.makedirs(f"{folder}/there.wav")
    os.chmod(f"{folder}/closed", 0o555)
    os.chmod(folder, 0o777)
    cases = [
        ("a folder that may not be written", ["-o", f"{folder}/closed/x.wav"], 73, "Permission denied"),
        ("a folder as output", ["-o", f"{folder}/there.wav"], 73, "folder"),
        ("no such folder", ["-o", f"{folder}/nowhere/x.wav"], 73, "nowhere"),
        ("a file as folder", ["-o", f"{SONG}/x.wav"], 73, "Not a directory"),
        ("a name of 256 bytes", ["-o", folder + "/" + "x" * 252 + ".wav"], 73, "too long"),
        ("a path of 5000 bytes", ["-o", folder + "/" + "x/" * 2500 + "x.wav"], 73, "too long"),
        ("an empty name", ["-o", ""], 64, "after -o is empty"),
        ("--midi-out in no such folder", ["-o", "/dev/null", "--midi-out", f"{folder}/nowhere/x.mid"], 73, "nowhere"),
    ]
    before = sorted(os.listdir(folder))
    faults = []
    for name, words, status, word in cases:
        outcome = program.run(SONG, *words, *SHORT, cwd=folder, nobody=os.geteuid() == 0)
        fault = outcome.fault(status, word)
        if fault or sorted(os.listdir(folder)) != before or os.listdir(f"{folder}/closed"):
            faults.append(f"{name}: {fault or 'something was left'}")
    table.faults("places that cannot be written: status 73, one line, nothing left", len(cases), faults)


def inputs(table, program, folder):
    """What is read stays as it is, by whatever name the output is it."""
    song, style, wave = f"{folder}/in.mid", f"{folder}/in.yaml", f"{folder}/in.wav"
    shutil.copy(SONG, song)
    open(style, "w").write("name: in\n")
    program.run("process", "--length", "1", "--effect", "rain", "-o", wave)
    for name, target in [("link.wav", song), ("link.mid", song)]:
        os.symlink(target, f"{folder}/{name}")
    os.link(song, f"{folder}/hard.wav")
    digests = {path: digest(path) for path in (song, style, wave)}
    cases = [
        [song, "-o", song], [song, "-o", f"{folder}/link.wav"], [song, "-o", f"{folder}/hard.wav"],
        [song, "-o", f"{folder}/./in.mid"], [song, "-o", "/dev/null", "--midi-out", f"{folder}/link.mid"],
        [song, "-o", "/dev/null", "--style", style, "--midi-out", style],
        ["process", wave, "-o", wave, "--effect", "gain"], ["generate", "--like", song, "-o", song],
        ["generate", "--continue", song, "-o", song],
    ]
    faults = []
    for words in cases:
        outcome = program.run(*words, cwd=folder)
        fault = outcome.fault(73, "input")
        if fault or any(digest(path) != value for path, value in digests.items()):
            faults.append(f"{words[-1]}: {fault or 'it was changed'}")
    table.faults("the output is an input: refused, nothing changed", len(cases), faults)


def digest(path):
    return hashlib.sha256(open(path, "rb").read()).hexdigest()
