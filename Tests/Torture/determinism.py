"""One song, one style, one seed: one file, whatever is around it."""
import hashlib, os, shutil, subprocess, time

from program import ROOT, SONG, Program


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
        time.sleep(1.1 if index < 3 else 0)
        digests[name] = digest(program, [*song, "--block-frames", str(block)], env=env, prefix=prefix)
    different = [name for name, value in digests.items() if value is None or value != digests["as it is"]]
    table.faults("times, places, zones, locales, umasks, HOMEs, cores, blocks: one sha256", len(digests), different)
    older_processors(table, program)


def older_processors(table, program):
    """The program as it is built for any processor, beside the one built for this one."""
    scratch = os.path.join(ROOT, ".build/baseline")
    subprocess.run(
        ["make", "-s", "-C", ROOT, "build", "BASELINE=1", f"SCRATCH={scratch}"], check=True, stdout=subprocess.DEVNULL)
    baseline = Program(f"{scratch}/release/lofi-render")
    styles = [line.split()[0] for line in program.run("styles").out.decode().splitlines()]
    jobs = [[SONG, "--style", style, "--length", "15", "--bits", "32f", "-q", "-o", "out.wav"] for style in styles]
    try:
        digests = [[digest(one, job) for job in jobs] for one in (program, baseline)]
    finally:
        baseline.close()
    different = [style for style, a, b in zip(styles, *digests) if a is None or a != b]
    table.faults("every style, built for this processor and for any: one sha256", len(styles), different)


def digest(program, words, **how):
    """Of out.wav; None where there is none."""
    folder = program.place("determinism")
    outcome = program.run(*words, cwd=folder, **how)
    if outcome.status != 0:
        return None
    with open(f"{folder}/out.wav", "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()
