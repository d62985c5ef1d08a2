"""Signals at many moments of a render, and what they leave."""
import os, signal, time

from program import SONG

MOMENTS = 60
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]
OLD = b"the old file"


def check(table, program, corpus):
    folder = program.place("atomicity")
    song = [SONG, "-o", "out.wav", "--length", "30", "-q"]
    out = os.path.join(folder, "out.wav")
    times = [program.run(*song, cwd=folder).seconds for _ in range(3)]
    whole = open(out, "rb").read()
    for number in SIGNALS:
        faults, slowest = [], 0
        for moment in range(MOMENTS):
            for name in os.listdir(folder):
                os.unlink(os.path.join(folder, name))
            with open(out, "wb") as file:
                file.write(OLD)
            running = program.start(*song, cwd=folder)
            at = min(times) * (moment + 0.5) / MOMENTS
            time.sleep(at)
            running.send(number)
            sent = time.monotonic()
            outcome = running.wait(30)
            slowest = max(slowest, time.monotonic() - sent if outcome.status != 0 else 0)
            fault = fault_after(folder, out, outcome, number, whole)
            if not fault and number == signal.SIGKILL:
                again = program.run(SONG, "-o", "out.wav", "--length", "3", "-q", cwd=folder)
                if again.status != 0 or os.listdir(folder) != ["out.wav"]:
                    fault = f"the next run: status {again.status}, leaves {os.listdir(folder)}"
            if fault:
                faults.append(f"{at:.2f} s: {fault}")
        name = signal.Signals(number).name
        kept = "the next run succeeds and cleans up" if number == signal.SIGKILL else "nothing left"
        table.faults(f"{name} at {MOMENTS} moments of a render: old file whole, {kept}", MOMENTS, faults)
        table.row(f"{name}: gone after", "1 s", f"{slowest:.2f} s at most", slowest <= 1)


def fault_after(folder, out, outcome, number, whole):
    found = open(out, "rb").read()
    if outcome.status == 0:
        return None if found == whole else "status 0 and not the whole file"
    if outcome.status != 128 + number:
        return f"status {outcome.status}"
    # Between the rename and the end of the program the new file is in its place.
    if found not in (OLD, whole):
        return "neither the old file nor the new one"
    if number != signal.SIGKILL and os.listdir(folder) != ["out.wav"]:
        return f"left {sorted(os.listdir(folder))}"
    return None
