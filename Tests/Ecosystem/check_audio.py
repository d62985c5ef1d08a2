"""Audio that other programs wrote, as input: formats, rates, channels, pipes, stretching, an hour of it."""
import json, os, re, shutil, subprocess

from program import SONG

#: Name and ffmpeg's options: what people's recorders, phones and editors write.
FORMATS = [("a.wav", ["-c:a", "pcm_s24le", "-ar", "96000"]), ("b.wav", ["-c:a", "pcm_f32le", "-ar", "192000", "-ac", "1"]),
           ("c.wav", ["-c:a", "pcm_alaw", "-ar", "8000", "-ac", "1"]), ("d.wav", ["-c:a", "pcm_s16le", "-ac", "6"]),
           ("e.wav", ["-c:a", "adpcm_ms"]), ("f.flac", ["-c:a", "flac", "-ar", "48000"]),
           ("g.flac", ["-c:a", "flac", "-sample_fmt", "s32", "-ar", "88200"]), ("h.mp3", ["-c:a", "libmp3lame", "-q:a", "4"]),
           ("i.mp3", ["-c:a", "libmp3lame", "-b:a", "64k", "-ar", "22050", "-ac", "1", "-write_xing", "0", "-id3v2_version", "0"]),
           ("j.ogg", ["-c:a", "libvorbis", "-ar", "32000"]), ("k.opus", ["-c:a", "libopus", "-ac", "1"]),
           ("l.aiff", ["-c:a", "pcm_s16be", "-ar", "44100"]), ("m.aiff", ["-c:a", "pcm_f32be", "-f", "aiff"])]


def check(table, program):
    if not shutil.which("ffmpeg"):
        return table.skip("audio as input", "no ffmpeg")
    folder = program.place("audio")
    source = f"{folder}/source.wav"
    # Without a fade and with drums, so that there is a beat in it.
    program.run(SONG, "-o", source, "--length", "40", "--rate", "48000", "-q")
    seconds = length(source)
    faults = []
    for name, options in FORMATS:
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", source, *options, f"{folder}/{name}"], check=True)
        outcome = program.run(f"{folder}/{name}", "-o", f"{folder}/out.wav", "--style", "rainy-cafe")
        # The fade-out of the style comes after the recording.
        if outcome.status or not -0.5 < length(f"{folder}/out.wav") - seconds < 12:
            faults.append(f"{name}: {outcome.status}, {length(f'{folder}/out.wav'):.1f} s: {outcome.err.strip()[:120]}")
        elif len(outcome.lines) > 3 or "mpg123" in outcome.err:
            faults.append(f"{name}: {outcome.err.strip()[:200]}")
    table.faults("formats written by ffmpeg, any rate and channels: rendered whole", len(FORMATS), faults)
    pipes(table, program, folder)
    stretching(table, program, folder, source, seconds)
    resampling(table, program, folder)
    hour(table, program, folder, source)


def length(path):
    words = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", path]
    text = subprocess.run(words, capture_output=True, text=True).stdout.strip()
    return float(text) if re.fullmatch(r"[\d.]+", text) else 0


def pipes(table, program, folder):
    faults = []
    for name in ("f.flac", "h.mp3", "k.opus"):
        whole = program.run(f"{folder}/{name}", "-o", f"{folder}/file.wav", "-q")
        with open(f"{folder}/{name}", "rb") as file:
            read, write = os.pipe()
            copy = subprocess.Popen(["cat"], stdin=file, stdout=write)
            os.close(write)
            piped = program.run("-", "-o", f"{folder}/pipe.wav", "-q", stdin=read)
            os.close(read)
            copy.wait()
        same = open(f"{folder}/file.wav", "rb").read() == open(f"{folder}/pipe.wav", "rb").read()
        if whole.status or piped.status or not same:
            faults.append(f"{name}: {whole.status}, {piped.status}, {'the same' if same else 'other bytes'}")
    table.faults("from a pipe: the same bytes as from the file", 3, faults)


def stretching(table, program, folder, source, seconds):
    if not shutil.which("rubberband"):
        table.skip("--stretch", "no rubberband")
        return
    heard = json.loads(program.run("analyze", "--json", source).out)
    for option in ("slow", "stretch"):
        out = f"{folder}/{option}.wav"
        words = ["process", source, f"--{option}", "0.85", "--bits", "32f", "-o", out]
        outcome = program.run(*words, *(["--effect", "gain: {gain: 0}"]))
        if outcome.status:
            table.row(f"--{option}", "status 0", outcome.err.strip()[:200], False)
            continue
        again = json.loads(program.run("analyze", "--json", out).out)
        ratio = length(out) / seconds
        same = again["key"] == heard["key"]
        table.row(f"--{option} 0.85: length, tempo, key", "1 / 0.85; 0.85; " + ("kept" if option == "stretch" else "lower"),
                  f"{ratio:.3f}; {(again['bpm'] or 0) / (heard['bpm'] or 1):.3f}; {again['key']} from {heard['key']}",
                  abs(ratio - 1 / 0.85) < 0.01 and abs((again["bpm"] or 0) / (heard["bpm"] or 1) - 0.85) < 0.02
                  and same == (option == "stretch"))


def resampling(table, program, folder):
    """A tone of 23 kHz at 96 kHz must leave nothing at 44.1 kHz."""
    tone, out = f"{folder}/tone.wav", f"{folder}/folded.wav"
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "sine=f=23000:r=96000:d=5", "-af", "volume=18dB",
                    "-c:a", "pcm_f32le", tone], check=True)
    program.run("process", tone, "--bits", "32f", "--effect", "gain: {gain: 0}", "-o", out)
    words = ["ffmpeg", "-v", "info", "-i", out, "-af", "atrim=1:4,astats=measure_perchannel=none", "-f", "null", "-"]
    text = subprocess.run(words, capture_output=True, text=True).stderr
    level = re.search(r"RMS level dB: (\S+)", text)
    decibels = float(level[1].replace("-inf", "-999")) if level else 0
    table.row("23 kHz at 96 kHz, rendered at 44.1 kHz: alias", "below -80 dB", f"{decibels:.0f} dB", decibels < -80)


def hour(table, program, folder, source):
    """An hour of audio: memory as for a minute, and real time."""
    long = f"{folder}/hour.flac"
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-stream_loop", "-1", "-i", source, "-t", "3600", "-c:a", "flac", long],
                   check=True)
    short = program.run(source, "-o", f"{folder}/short.flac", "-q")
    heard = program.run("analyze", long)
    table.row("an hour heard", "30x real time", f"{3600 / heard.seconds:.0f}x, {heard.peak_mib:.0f} MiB",
              heard.status == 0 and heard.seconds < 120)
    outcome = program.run(long, "-o", f"{folder}/hour-lofi.flac", "-q")
    table.row("an hour rendered: memory beyond that of 40 s", "at most 64 MiB",
              f"{outcome.peak_mib - short.peak_mib:.0f} MiB, {3600 / outcome.seconds:.0f}x real time",
              outcome.status == 0 and outcome.peak_mib - short.peak_mib < 64)
