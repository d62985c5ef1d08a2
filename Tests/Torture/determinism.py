"""One song, one style, one seed: one file, whatever is around it."""
import hashlib, os, shutil, time

from program import SONG


def check(table, program, corpus):
    song = [SONG, "-o", "out.wav", "--length", "30", "-q"]
    around = [
        ("as it is", {}, [], 2048),
        ("a second later, Tokyo, no HOME, umask 077, one core",
         {"TZ": "Asia/Tokyo", "LC_ALL": "C", "HOME": "/nowhere", "LANG": "C"}, ["taskset", "-c", "0", "sh", "-c", 'umask 077; exec "$@"', "sh"], 2048),
        ("another HOME, Turkish, the other core",
         {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "HOME": "/", "LANG": "de_DE.UTF-8"}, ["taskset", "-c", "1"], 2048),
    ] + [(f"blocks of {block}", {}, [], block) for block in (64, 256, 1000, 4096)]
    digests = {}
    for index, (name, env, prefix, block) in enumerate(around):
        if prefix and not shutil.which("taskset"):
            table.skip(f"determinism: {name}", "no taskset")
            continue
        if "1" in prefix and os.cpu_count() < 2:
            prefix = []
        folder = program.place(f"determinism {index}")
        time.sleep(1.1 if index < 3 else 0)
        outcome = program.run(*song, "--block-frames", str(block), cwd=folder, env=env, prefix=prefix)
        path = f"{folder}/out.wav"
        digests[name] = hashlib.sha256(open(path, "rb").read()).hexdigest() if outcome.status == 0 else outcome.err
        shutil.rmtree(folder)
    different = [name for name, value in digests.items() if value != digests["as it is"]]
    table.faults("times, places, zones, locales, umasks, HOMEs, cores, blocks: one sha256", len(digests), different)
