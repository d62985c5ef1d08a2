"""Eight renders at once."""
import hashlib, os

from program import SONG


def digest(path):
    return hashlib.sha256(open(path, "rb").read()).hexdigest()


def check(table, program, corpus):
    folder = program.place("concurrency")
    song = [SONG, "--length", "20", "-q", "-o"]
    program.run(*song, "alone.wav", cwd=folder)
    whole = digest(f"{folder}/alone.wav")
    outcomes = [running.wait(300) for running in [program.start(*song, f"{i}.wav", cwd=folder) for i in range(8)]]
    equal = sum(outcome.status == 0 and digest(f"{folder}/{i}.wav") == whole for i, outcome in enumerate(outcomes))
    table.row("eight renders at once", "8 equal hashes", f"{equal} equal", equal == 8)
    outcomes = [running.wait(300) for running in [program.start(*song, "one.wav", cwd=folder) for _ in range(8)]]
    done = sum(outcome.status == 0 for outcome in outcomes)
    files = sorted(set(os.listdir(folder)) - {f"{i}.wav" for i in range(8)})
    table.row("eight renders to one path", "one whole file", f"{done} with status 0, {files}",
              done == 8 and files == ["alone.wav", "one.wav"] and digest(f"{folder}/one.wav") == whole)
