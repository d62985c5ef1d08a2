"""Programs of others that generate: they never hang us, outlive us or fill us."""
import os, signal, time

UNRULY = [
    ("never ends", "sleep 4242", "not done after 1 s"),
    ("ignores TERM", "sh -c 'trap \"\" TERM INT HUP; while :; do sleep 0.1; done'", "not done after 1 s"),
    ("starts others and waits", "sh -c 'sleep 4242 & sleep 4242 & wait'", "not done after 1 s"),
    ("floods", "yes", "more than 64 MiB"),
    ("floods its standard error", "sh -c 'exec yes >&2'", "not done after 1 s"),
    ("leaves a daemon behind", "sh -c 'setsid sleep 5 & exit 0'", "nothing on its standard output"),
    ("leaves a daemon that writes", "sh -c 'setsid timeout 5 yes >&2 & exit 0'", "nothing on its standard output"),
    ("is no program", "nosuchprogram", "cannot be started"),
    ("crashes", "sh -c 'kill -SEGV $$'", "signal 11"),
    ("writes escape sequences", "sh -c 'printf \"\\033[31mred\\nmore\" >&2; exit 3'", "exit status 3; it said: [31mred more"),
]


def check(table, program, corpus):
    folder = program.place("generators")
    faults = []
    for name, command, word in UNRULY:
        quoted = command.replace("'", "''")
        with open(f"{folder}/x.yaml", "w") as file:
            file.write(f"generator: {{ external-program: {{ command: '{quoted}', time-limit: {60 if 'MiB' in word else 1} }} }}\n")
        outcome = program.run("song", "--style", "./x.yaml", "-o", "out.wav", cwd=folder, timeout=60)
        fault = outcome.fault(65 if "standard output" in word else 69, word)
        fault = fault or ("an escape sequence" if "\x1b" in outcome.err else None)
        fault = fault or (f"{outcome.seconds:.0f} s" if outcome.cpu > 20 else None)
        fault = fault or (f"left {os.listdir(folder)}" if os.listdir(folder) != ["x.yaml"] else None)
        if fault:
            faults.append(f"{name}: {fault}")
    table.faults("generators of others that misbehave: one line, nothing left, within their time", len(UNRULY), faults)
    faults = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        marker = f"42{time.monotonic_ns() % 100000:05}"
        running = program.start("generate", "--generator", f"sh -c 'sleep {marker}; true'", "-o", "out.mid", cwd=folder)
        end = time.monotonic() + 10
        while not alive(marker) and time.monotonic() < end:
            time.sleep(0.02)
        running.send(number)
        running.wait(10)
        end = time.monotonic() + 1
        while alive(marker) and time.monotonic() < end:
            time.sleep(0.02)
        left = alive(marker)
        if left:
            faults.append(f"{signal.Signals(number).name}: sleep {marker} goes on")
            for process in left:
                os.kill(process, signal.SIGKILL)
    table.faults("a generator of others ends within 1 s of us, however we end", 3, faults)


def alive(marker):
    """The processes whose second word is the marker."""
    found = []
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{number}/cmdline", "rb") as file:
                words = file.read().split(b"\0")
        except OSError:
            continue
        if words[:2] == [b"sleep", marker.encode()]:
            found.append(int(number))
    return found
