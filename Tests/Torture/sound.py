"""The finished files, measured by other programs: ffmpeg, ffprobe, soxi, sndfile-info."""
import array, math, os, re, shutil, subprocess

from program import SONG

LOSSY = {"ogg", "opus", "mp3"}
FORMATS = [("wav", "16"), ("wav", "24"), ("wav", "32f"), ("flac", "16"), ("flac", "24"), ("aiff", "16"), ("aiff", "24"),
           ("ogg", "16"), ("opus", "16"), ("mp3", "16")]


def check(table, program, corpus):
    folder = program.place("sound")
    listed = program.run("styles").out.decode().splitlines()
    files = [(line.split()[0], "wav", "16") for line in listed]
    files += [("dusty-tape", ending, bits) for ending, bits in FORMATS[1:]]
    loud, peaks, ends, frames, tiny = [], [], [], [], []
    has_ffmpeg = shutil.which("ffmpeg") is not None
    for style, ending, bits in files:
        path = f"{folder}/{style}-{bits}.{ending}"
        outcome = program.run(SONG, "-o", path, "--style", style, "--bits", bits, "--length", "40")
        name = f"{style}.{ending} {bits}"
        said = re.search(r"(-?[\d.]+) LUFS, (-?[\d.]+) dBTP", outcome.err)
        if outcome.status != 0 or not said:
            loud.append(f"{name}: {outcome.err.strip()[:120]}")
            continue
        frames += disagreement(path, name, ending)
        if not has_ffmpeg:
            continue
        text = program.run("styles", "show", style).out.decode()
        target, ceiling = (float(re.search(rf"\b{key}: (-?[\d.]+)", text)[1]) for key in ("loudness", "ceiling"))
        loudness, peak = ebur128(path)
        if abs(loudness - target) > 0.1 + 1e-9:
            loud.append(f"{name}: {loudness} in place of {target}")
        # What a lossy codec adds to a peak is its own.
        if peak > ceiling + (1.5 if ending in LOSSY else 0.05):
            peaks.append(f"{name}: {peak} above {ceiling}")
        ends += [f"{name}: {fault}" for fault in measured(path)]
    if has_ffmpeg:
        table.faults("every preset and format: loudness within 0.1 LU by ffmpeg", len(files), loud)
        table.faults("true peak at or below the ceiling by ffmpeg (lossy codecs: 1.5 dB)", len(files), peaks)
        table.faults("last 10 ms below -60 dBFS, offset below 1e-3", len(files), ends)
    else:
        table.skip("loudness, true peak, end and offset of every preset and format", "no ffmpeg")
    tools = [tool for tool in ("sndfile-info", "soxi", "ffprobe") if shutil.which(tool)]
    if tools:
        table.faults(f"frames, rate and channels agree in {', '.join(tools)}", len(files), frames)
    for tool in {"sndfile-info", "soxi", "ffprobe"} - set(tools):
        table.skip(f"frames, rate and channels in {tool}", f"no {tool}")
    subnormals(table, program, folder, [line.split()[0] for line in listed])
    large_files(table, program, folder)


def output(*words):
    return subprocess.run(words, capture_output=True, text=True, errors="replace").stdout


def facts(path, ending):
    """(frames, rate, channels) by each program that knows the format; frames None where it does not say."""
    found = {}
    if shutil.which("ffprobe"):
        text = output("ffprobe", "-v", "error", "-show_entries", "stream=sample_rate,channels,duration_ts,time_base", "-of", "default=nw=1", path)
        values = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
        rate = int(values.get("sample_rate", 0))
        ticks = values.get("duration_ts", "N/A")
        base = values.get("time_base", "1/1").split("/")
        frames = None if ticks == "N/A" else round(int(ticks) * int(base[0]) / int(base[1]) * rate)
        found["ffprobe"] = (frames, rate, int(values.get("channels", 0)))
    if shutil.which("soxi") and ending != "opus":
        numbers = [output("soxi", flag, path).strip() for flag in ("-s", "-r", "-c")]
        # The sox of today may not know a format.
        if all(number.isdigit() for number in numbers):
            found["soxi"] = tuple(int(number) for number in numbers)
    if shutil.which("sndfile-info"):
        text = output("sndfile-info", path)
        numbers = [re.search(rf"^{key}\s*:\s*(\d+)", text, re.M) for key in ("Frames", "Sample Rate", "Channels")]
        if all(numbers):
            found["sndfile-info"] = tuple(int(number[1]) for number in numbers)
    return found


def disagreement(path, name, ending):
    found = facts(path, ending)
    # MP3 and Opus carry their encoder's delay, which some count and some do not.
    values = [(None if ending in ("mp3", "opus") else frames, rate, channels) for frames, rate, channels in found.values()]
    frames = {value[0] for value in values if value[0] is not None}
    return [f"{name}: {found}"] if len(frames) > 1 or len({value[1:] for value in values}) > 1 else []


def ebur128(path):
    text = subprocess.run(["ffmpeg", "-nostats", "-hide_banner", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"],
                          capture_output=True, text=True, errors="replace").stderr
    summary = text[text.rindex("Summary:"):]
    return float(re.search(r"I:\s+(-?[\d.]+)", summary)[1]), float(re.search(r"Peak:\s+(-?[\d.]+|-inf)", summary)[1])


def measured(path):
    raw = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-f", "f32le", "-"], capture_output=True).stdout
    samples = array.array("f", raw)
    rate = 48000 if path.endswith(".opus") else 44100
    end = max(abs(sample) for sample in samples[-2 * (rate // 100):])
    faults = [] if end < 1e-3 else [f"ends at {20 * math.log10(end):.0f} dBFS"]
    for side in (0, 1):
        mean = sum(samples[side::2]) / max(1, len(samples) // 2)
        if abs(mean) >= 1e-3:
            faults.append(f"offset {mean:.5f}")
    return faults


def subnormals(table, program, folder, styles):
    """A float whose exponent is 0 and whose fraction is not."""
    faults = []
    for style in styles:
        path = f"{folder}/float.wav"
        program.run(SONG, "-o", path, "--style", style, "--bits", "32f", "--length", "20", "-q", "--no-noise")
        with open(path, "rb") as file:
            data = file.read()
        start = data.index(b"data") + 8
        words = array.array("I", data[start:start + int.from_bytes(data[start - 4:start], "little")])
        count = sum(1 for word in words if word & 0x7F800000 == 0 and word & 0x7FFFFFFF)
        if count:
            faults.append(f"{style}: {count}")
    table.faults("no number too small for full precision in a file of floats, any preset", len(styles), faults)


def large_files(table, program, folder):
    """Beyond 4 GiB: RF64, or a refusal."""
    need = 5 << 30
    space = os.statvfs(folder)
    if space.f_bavail * space.f_frsize < 3 * need:
        table.skip("beyond 4 GiB", "less than 15 GiB free")
        return
    # 50 minutes of stereo floats at 192 kHz are 4.6 GB.
    words = ["process", "--rate", "192000", "--bits", "32f", "--length", "50:00", "--effect", "tape-hiss", "-o"]
    path = f"{folder}/large.wav"
    outcome = program.run(*words, path)
    frames = 50 * 60 * 192000
    with open(path, "rb") as file:
        magic = file.read(4)
    size = os.path.getsize(path)
    found = facts(path, "wav")
    agrees = all(value == (frames, 192000, 2) for value in found.values()) and found
    table.row("a WAV of 4.6 GB", f"RF64 with {frames} frames", f"{magic.decode()}, {size} bytes, {found}",
              outcome.status == 0 and magic == b"RF64" and size > frames * 8 and agrees)
    os.unlink(path)
    outcome = program.run(*words, f"{folder}/large.aiff")
    fault = outcome.fault(73, "4 GiB") or (None if not os.path.exists(f"{folder}/large.aiff") else "it is there")
    table.row("an AIFF of 4.6 GB", "refused with status 73", fault or "refused", not fault)
