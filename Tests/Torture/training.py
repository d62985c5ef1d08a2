"""Training on songs made on the fly: bad files, interruptions, a full disk."""
import json, os, shutil, signal, time

LEARN = ["train", "note-chord-lstm", "--window", "16", "--batch", "4", "--patience", "0", "--seed", "5", "--workers", "2"]


def check(table, program, corpus):
    folder = program.place("training")
    os.makedirs(f"{folder}/songs")
    for seed in range(4):
        program.run("generate", "--model", "rules", "--bars", "4", "--seed", str(seed), "-o", f"{folder}/songs/{seed}.mid")
    learn = [*LEARN, "--corpus", "songs"]
    unusable(table, program, folder)
    models, songs = [], []
    for name in ("a", "b"):
        program.run(*learn, "--epochs", "3", "-q", "-o", f"{name}.m", cwd=folder)
        program.run("generate", "--model", f"./{name}.m", "--bars", "4", "--seed", "3", "-o", f"{name}.mid", cwd=folder)
        models.append(read(f"{folder}/{name}.m") + read(f"{folder}/{name}.m.checkpoint"))
        songs.append(read(f"{folder}/{name}.mid"))
    table.row("same seed and workers", "same weights, same MIDI", f"weights {'equal' if models[0] == models[1] else 'differ'}, "
              f"MIDI {'equal' if songs[0] == songs[1] else 'differs'}", models[0] == models[1] and songs[0] == songs[1] and songs[0])
    interrupted(table, program, folder, learn, models[0])
    full(table, program, folder, learn)


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def unusable(table, program, folder):
    os.makedirs(f"{folder}/mixed")
    os.makedirs(f"{folder}/bad")
    for seed in range(4):
        shutil.copy(f"{folder}/songs/{seed}.mid", f"{folder}/mixed")
    for place in ("mixed", "bad"):
        for index in range(7):
            with open(f"{folder}/{place}/bad{index}.mid", "w") as file:
                file.write("no song")
    outcome = program.run(*LEARN, "--corpus", "mixed", "--epochs", "1", "-o", "mixed.m", cwd=folder)
    counted = json.loads(program.run("corpus", "mixed", "--json", cwd=folder).out)
    left_out = sum("left out" in line for line in outcome.lines)
    table.row("unreadable files", "skipped and counted: 7", f"status {outcome.status}, {len(counted['unreadable'])} counted, {left_out} lines",
              outcome.status == 0 and len(counted["unreadable"]) == 7 and "and 2 more left out" in outcome.err)
    fault = program.run(*LEARN, "--corpus", "bad", "-o", "bad.m", cwd=folder).fault(65, "bad", "none of its 7 files")
    fault = fault or (None if not os.path.exists(f"{folder}/bad.m") else "a model was written")
    table.row("no usable file", "an error, status 65", fault or "an error", not fault)


def interrupted(table, program, folder, learn, whole):
    """Interrupted and killed in the middle of epochs, gone on with until it is done."""
    path = f"{folder}/c.m"
    command = [*learn, "--epochs", "3", "-q", "-o", "c.m"]
    seconds = program.run(*learn, "--epochs", "3", "-q", "-o", "d.m", cwd=folder).seconds
    stops = []
    for number, share in ((signal.SIGINT, 0.3), (signal.SIGKILL, 0.3), (signal.SIGTERM, 0.3), (signal.SIGKILL, 0.2)):
        running = program.start(*command, *(["--resume"] if stops else []), cwd=folder)
        time.sleep(seconds * share)
        running.send(number)
        stops.append(running.wait(60).status)
    outcome = program.run(*command, "--resume", cwd=folder)
    equal = read(path) + read(f"{path}.checkpoint") == whole
    left = [name for name in os.listdir(folder) if name.startswith(".")]
    table.row("interrupted, killed, resumed", "equals the uninterrupted run", f"stopped with {stops}, then {outcome.status}; "
              f"{'equal' if equal else 'differs'}; left {left}", equal and stops[:2] == [130, 137] and outcome.status == 0 and not left)


def full(table, program, folder, learn):
    """The disk ends in the middle of a later checkpoint."""
    before = read(f"{folder}/a.m") + read(f"{folder}/a.m.checkpoint")
    blocks = os.path.getsize(f"{folder}/a.m.checkpoint") // 1024 // 2
    outcome = program.run(*learn, "--epochs", "4", "-q", "-o", "a.m", "--resume", cwd=folder,
                          prefix=["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh"])
    kept = read(f"{folder}/a.m.checkpoint") == before[-os.path.getsize(f"{folder}/a.m.checkpoint"):]
    left = [name for name in os.listdir(folder) if name.startswith(".")]
    fault = outcome.fault(74, "a.m", "File too large")
    table.row("a checkpoint that cannot be written", "status 74, the old one left", fault or f"the old one {'kept' if kept else 'lost'}, left {left}",
              not fault and kept and not left)
