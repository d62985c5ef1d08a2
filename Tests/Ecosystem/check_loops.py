"""Loops: length, join, loop points, tempo and root in every preset and format, and packs of stems, as other programs read them."""
import array, glob, json, os, re, struct, subprocess

from program import ROOT, SONG
import readers, riff

PRESETS = sorted(os.path.basename(path)[:-5] for path in glob.glob(os.path.join(ROOT, "Presets/*.yaml")))
BARS = 4


def check(table, program):
    if readers.missing("ffmpeg"):
        return table.skip("loops", "no ffmpeg")
    folder = program.place("loops")
    lengths, joins, points = [], [], []
    for preset in PRESETS:
        path = f"{folder}/{preset}.wav"
        outcome = program.run(SONG, "-o", path, "--style", preset, "--loop", "--bars", str(BARS), "--bits", "24")
        said = re.search(r"([\d.]+) bpm, (?:(\S+) (?:major|minor)|no key)", outcome.lines[-1] if outcome.lines else "")
        if outcome.status or not said:
            lengths.append(f"{preset}: {outcome.err.strip()[:100]}")
            continue
        tempo, frames = float(said[1]), samples(path)
        wanted = round(BARS * 4 * 60 / tempo * 44100)
        if len(frames) != wanted:
            lengths.append(f"{preset}: {len(frames)} frames in place of {wanted}")
        if (wide := jumps(frames)) and wide[0] > wide[1]:
            joins.append(f"{preset}: {wide[0]:.4f} at the join, {wide[1]:.4f} inside")
        points += [f"{preset}: {fault}" for fault in wav_faults(path, len(frames), tempo)]
    table.faults("every preset: whole bars at the tempo it names, decoded by ffmpeg", len(PRESETS), lengths)
    table.faults("every preset: no larger jump at the join than the 99.9th percentile inside", len(PRESETS), joins)
    table.faults("every preset: smpl and acid by sndfile-info and their specifications", len(PRESETS), points)
    formats(table, program, folder)
    pack(table, program, folder)


def samples(path):
    """Frames of two floats."""
    raw = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-f", "f32le", "-"], capture_output=True).stdout
    values = array.array("f", raw)
    return list(zip(values[0::2], values[1::2]))


def jumps(frames):
    """The jump from the last frame to the first, and the 99.9th percentile of those inside."""
    def jump(a, b):
        return max(abs(a[0] - b[0]), abs(a[1] - b[1]))
    inside = sorted(jump(a, b) for a, b in zip(frames, frames[1:]))
    return jump(frames[-1], frames[0]), inside[len(inside) * 999 // 1000]


def wav_faults(path, count, tempo):
    faults, parts = [], riff.chunks(path)
    smpl = struct.unpack("<15I", parts.get(b"smpl", [bytes(60)])[0][:60])
    if smpl[7] != 1 or smpl[10:13] != (0, 0, count - 1):
        faults.append(f"smpl {smpl}")
    acid = struct.unpack("<IHHfIHHf", parts.get(b"acid", [bytes(24)])[0])
    if acid[4:] != (BARS * 4, 4, 4, tempo) or not 60 <= acid[1] < 72:
        faults.append(f"acid {acid}")
    if not readers.missing("sndfile-info"):
        text = readers.sndfile_info(path)
        loop = re.search(r"Start :\s*(\d+)\s+End :\s*(\d+)", text)
        if not loop or (int(loop[1]), int(loop[2])) != (0, count - 1) or not re.search(rf"Tempo\s*: {tempo:.6f}", text):
            faults.append("sndfile-info reads another loop or tempo")
    return faults


def formats(table, program, folder):
    faults = []
    for ending in ("aiff", "flac", "ogg", "opus", "mp3"):
        path = f"{folder}/loop.{ending}"
        outcome = program.run(SONG, "-o", path, "--loop", "--bars", "2")
        count = len(samples(path))
        warns = "does not join" in outcome.err
        if outcome.status or warns != (ending in ("opus", "mp3")):
            faults.append(f"{ending}: {outcome.status}, {outcome.err.strip()[:100]}")
        if ending == "aiff":
            parts = riff.chunks(path)
            ends = dict((name, frame) for frame, name in riff.markers(parts))
            mode, first, last = struct.unpack(">HHH", parts.get(b"INST", [bytes(20)])[0][8:14])
            if (ends.get("Loop start"), ends.get("Loop end"), mode) != (0, count, 1) or last != first + 1:
                faults.append(f"aiff: markers {ends}, loop {mode, first, last}")
        elif ending in ("flac", "ogg"):
            tags, _ = readers.ffprobe(path)
            if (tags.get("loopstart"), tags.get("looplength")) != ("0", str(count)):
                faults.append(f"{ending}: {tags.get('loopstart')}, {tags.get('looplength')} of {count}")
    table.faults("loop points of AIFF, FLAC and Ogg; Opus and MP3 are warned of", 5, faults)


def pack(table, program, folder):
    faults = []
    outcome = program.run(SONG, "-o", f"{folder}/mix.wav", "--style", "rainy-cafe", "--loop", "--bars", "2", "--stems", f"{folder}/pack")
    if outcome.status:
        return table.faults("a pack of loops", 1, [outcome.err.strip()[:200]])
    with open(f"{folder}/pack/stems.json") as file:
        manifest = json.load(file)
    tempo = manifest["beatsPerMinute"]
    mix = samples(f"{folder}/pack/{manifest['premaster']['file']}")
    total = [[0.0, 0.0] for _ in mix]
    for entry in manifest["stems"]:
        path = f"{folder}/pack/{entry['file']}"
        frames = samples(path)
        if len(frames) != len(mix) or b"smpl" not in riff.chunks(path) or f"{tempo:g}bpm" not in entry["file"]:
            faults.append(entry["file"])
            continue
        for sum_, frame in zip(total, frames):
            sum_[0] += frame[0]
            sum_[1] += frame[1]
    rest = max(max(abs(a[0] - b[0]), abs(a[1] - b[1])) for a, b in zip(total, mix))
    # -120 dBFS.
    if rest > 1e-6 or not manifest["isLoop"] or manifest["bars"] != 2:
        faults.append(f"the sum differs by {rest:.2e}; isLoop {manifest['isLoop']}, {manifest['bars']} bars")
    table.faults("a pack: every stem a loop of the same length, which add up to the premaster", len(manifest["stems"]), faults)
