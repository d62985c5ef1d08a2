"""Disks that are full, files that may not grow."""
import contextlib, os, subprocess

from program import SONG


@contextlib.contextmanager
def small_disk(folder, free_kib):
    """A disk of 1 MB, filled but for so much."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=True, capture_output=True)
    try:
        with open(os.path.join(folder, "filler"), "wb") as file:
            file.write(bytes((1024 - free_kib) << 10))
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def check(table, program, corpus):
    folder = program.place("disk")
    songs = make_songs(program)
    writers = [
        ("render to WAV", [SONG, "-o", "out.wav", "--length", "20", "-q"], 512),
        ("render to FLAC", [SONG, "-o", "out.flac", "--length", "60", "-q"], 512),
        ("a render whose mix has no room", [SONG, "-o", "out.mp3", "--length", "2:00", "-q"], 900),
        ("--midi-out", [SONG, "-o", "/dev/null", "--midi-out", "out.mid", "--length", "20", "-q"], 4),
        ("generate", ["generate", "--model", "rules", "--bars", "400", "-o", "out.mid"], 4),
        ("process", ["process", "--length", "10", "--effect", "rain", "-o", "out.wav"], 512),
        ("soundfont build", ["soundfont", "build", "-o", "out.sf2"], 512),
        ("train", ["train", "note-chord-lstm", "--corpus", songs, "--window", "16", "--epochs", "1", "-q", "-o", "out.m"], 512),
    ]
    if os.geteuid() != 0:
        table.skip("a full disk of 1 MB", "only root can mount one")
    else:
        try:
            faults = []
            for name, words, free in writers:
                with small_disk(folder, free):
                    outcome = program.run(*words, cwd=folder, env={"TMPDIR": folder})
                    fault = outcome.fault(74, "No space left") or left(folder, ["filler"])
                if fault:
                    faults.append(f"{name}: {fault}")
            table.faults("a full disk of 1 MB: status 74, 'No space left', nothing left", len(writers), faults)
        except (OSError, subprocess.CalledProcessError) as error:
            table.skip("a full disk of 1 MB", f"cannot mount one: {error}")
    faults = []
    for name, words, _ in writers:
        # In units of 512 or 1024 bytes, as the shell has it.
        blocks = "4" if name in ("--midi-out", "generate") else "200"
        outcome = program.run(*words, cwd=folder, prefix=["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh"])
        fault = outcome.fault(74, "File too large") or left(folder, [])
        if fault:
            faults.append(f"{name}: {fault}")
    table.faults("a limit on the size of files: status 74, 'File too large', nothing left", len(writers), faults)
    faults = []
    streams = [
        [SONG, "-o", "-", "--length", "5", "-q"], ["generate", "--model", "rules", "-o", "-"], ["analyze", SONG],
        ["plugins"], ["styles"], ["analyze", SONG, "--json"], ["--help"],
    ]
    for words in streams[:-1]:
        with open("/dev/full", "wb") as full:
            outcome = program.run(*words, cwd=folder, stdout=full)
        fault = outcome.fault(74, "No space left")
        if fault:
            faults.append(f"{words[0]}: {fault}")
    outcome = program.run(SONG, "-o", "/dev/full", "--length", "5", "-q", cwd=folder)
    if outcome.fault(74, "/dev/full", "No space left"):
        faults.append(f"-o /dev/full: {outcome.fault(74)}")
    table.faults("/dev/full, as -o and as standard output: status 74, 'No space left'", len(streams), faults)


def left(folder, expected):
    found = sorted(os.listdir(folder))
    return None if found == expected else f"left {found}"


def make_songs(program):
    folder = program.place("songs")
    for seed in range(6):
        program.run("generate", "--model", "rules", "--bars", "8", "--seed", str(seed), "-o", f"{folder}/{seed}.mid")
    return folder
