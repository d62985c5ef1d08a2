"""Milliseconds from the start of the process to its first block of sound: first_block.py COMMAND…; median of 15 runs."""
import statistics, subprocess, sys, time

times = []
for _ in range(15):
    start = time.monotonic()
    process = subprocess.Popen(sys.argv[1:] + ["--say-first-block", "-q"], stderr=subprocess.PIPE)
    assert process.stderr.readline() == b"first block\n"
    times.append((time.monotonic() - start) * 1000)
    process.kill()
    process.communicate()
print(f"start to first block: {statistics.median(times):.0f} ms")
