"""`make install` into a folder of its own: the program finds its models, shells complete, `make uninstall` leaves nothing."""
import os, shutil, subprocess

from program import ROOT, SONG

#: A command line, and a word that the shell must offer for it.
LINES = [("lofi-render render --sty", "--style"), ("lofi-render render song.mid --style rai", "rainy-cafe"),
         ("lofi-render bat", "batch"), ("lofi-render batch songs --ou", "--out"), ("lofi-render late", "late-train.mid"),
         ("lofi-render song.mid --style rai", "rainy-cafe"), ("lofi-render --lo", "--loop")]


def check(table, program):
    prefix = program.place("prefix")
    made = subprocess.run(["make", "-s", "install", f"PREFIX={prefix}"], cwd=ROOT, capture_output=True, text=True)
    own = f"{prefix}/bin/lofi-render"
    faults = [] if made.returncode == 0 else [made.stderr.strip()[-200:]]
    words = [own, "song", "composer", "--length", "8", "-q", "-o", f"{prefix}/a.wav"]
    environment = {name: value for name, value in os.environ.items() if name != "LOFI_RENDER_MODELS"}
    played = subprocess.run(words, cwd=prefix, env=environment, capture_output=True, text=True)
    if played.returncode:
        faults.append(played.stderr.strip()[:200])
    table.faults("make install: the program composes with its models", 1, faults)
    bash(table, prefix)
    fish(table, prefix)
    zsh(table, prefix)
    subprocess.run(["make", "-s", "uninstall", f"PREFIX={prefix}"], cwd=ROOT)
    os.remove(f"{prefix}/a.wav")
    left = [os.path.join(folder, name) for folder, _, names in os.walk(prefix) for name in names]
    table.faults("make uninstall: no file left", 1, left)


def bash(table, prefix):
    if not shutil.which("bash"):
        return table.skip("completion in bash", "no bash")
    faults = []
    for line, wanted in LINES:
        words = line.split(" ")
        script = (f"source {prefix}/share/bash-completion/completions/lofi-render; COMP_LINE='{line}'; COMP_POINT={len(line)}; "
                  f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; COMP_TYPE=9; COMP_KEY=9; "
                  f"$(complete -p lofi-render | sed 's/.*-F \\([^ ]*\\).*/\\1/') lofi-render '{words[-1]}' '{words[-2]}'; "
                  "printf '%s\\n' \"${COMPREPLY[@]}\"")
        environment = {**os.environ, "PATH": f"{prefix}/bin:{os.environ['PATH']}"}
        offered = subprocess.run(["bash", "-c", script], cwd=os.path.dirname(SONG), env=environment, capture_output=True, text=True)
        if wanted not in offered.stdout.split():
            faults.append(f"{line}: {offered.stdout.split()[:5]} {offered.stderr.strip()[:120]}")
    table.faults("bash completes options, styles and commands", len(LINES), faults)


def fish(table, prefix):
    if not shutil.which("fish"):
        return table.skip("completion in fish", "no fish")
    environment = {**os.environ, "PATH": f"{prefix}/bin:{os.environ['PATH']}"}
    faults = []
    # Not without a subcommand.
    for line, wanted in [pair for pair in LINES if pair[0].split()[1] in ("render", "bat", "batch")]:
        script = f"source {prefix}/share/fish/vendor_completions.d/lofi-render.fish; complete -C '{line}'"
        offered = subprocess.run(["fish", "-c", script], env=environment, capture_output=True, text=True)
        if wanted not in [row.split("\t")[0] for row in offered.stdout.splitlines()]:
            faults.append(f"{line}: {offered.stdout.split()[:5]} {offered.stderr.strip()[:120]}")
    table.faults("fish completes options, styles and commands", 4, faults)


def zsh(table, prefix):
    if not shutil.which("zsh"):
        return table.skip("completion in zsh", "no zsh")
    read = subprocess.run(["zsh", "-n", f"{prefix}/share/zsh/site-functions/_lofi-render"], capture_output=True, text=True)
    table.faults("zsh reads its completions", 1, [read.stderr[:200]] if read.returncode else [])
