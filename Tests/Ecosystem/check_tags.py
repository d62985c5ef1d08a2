"""Tags, cues and loudness in every format, as ffprobe, mediainfo, soxi, sndfile-info and mutagen read them."""
import importlib.util, os, re, subprocess

from program import SONG
import readers, riff

FORMATS = [("wav", []), ("wav", ["--bits", "24"]), ("wav", ["--bits", "32f"]), ("aiff", []), ("aiff", ["--bits", "32f"]),
           ("flac", []), ("flac", ["--bits", "24", "--rate", "96000"]), ("ogg", []), ("opus", []), ("mp3", [])]
GIVEN = {"title": "Später Zug – «夜»", "artist": "Ann & Ben", "album": "Rails", "date": "2026-12-31", "genre": "Lo-Fi",
         "comment": "A remark, with \"quotes\" = and 100 %"}
# soxi knows the tags of these only.
SOXI = {"flac", "ogg"}
TOOLS = ["ffprobe", "mediainfo", "soxi", "sndfile-info"]


def check(table, program):
    if importlib.util.find_spec("mutagen") is None:
        return table.skip("tags, cues and loudness", "no mutagen")
    for tool in readers.missing(*TOOLS):
        table.skip(f"tags by {tool}", f"no {tool}")
    has = {tool for tool in TOOLS if tool not in readers.missing(*TOOLS)}
    folder = program.place("tags")
    options = [word for name, text in GIVEN.items() for word in (f"--{name}", text)]
    faults = {tool: [] for tool in [*TOOLS, "mutagen", "chunks"]}
    chapters = []
    for index, (ending, more) in enumerate(FORMATS):
        path = f"{folder}/{index}.{ending}"
        name = f"{ending} {' '.join(more)}".strip()
        outcome = program.run(SONG, "-o", path, "--length", "60", *more, *options)
        said = re.search(r"([\d.]+) bpm, (\S+) (major|minor)", outcome.err)
        if outcome.status or not said:
            faults["mutagen"].append(f"{name}: {outcome.err.strip()[:100]}")
            continue
        key = said[2] + ("m" if said[3] == "minor" else "")
        rate = int(more[-1]) if "--rate" in more else 48000 if ending == "opus" else 44100
        wanted = {**GIVEN, "bpm": float(said[1]), "key": key}
        is_id3 = ending in ("wav", "aiff", "mp3")
        found, own = readers.mutagen(path)
        faults["mutagen"] += differences(name, found, wanted, is_id3)
        if not found.get("software", found.get("encoder", "")).startswith("lofi-render"):
            faults["mutagen"].append(f"{name}: no software: {found}")
        if ending in ("wav", "aiff"):
            parts = riff.chunks(path)
            points = [(frame / rate, title) for frame, title in (riff.cues if ending == "wav" else riff.markers)(parts)]
            if ending == "aiff" and not alike(points, own):
                faults["chunks"].append(f"{name}: markers {points[:2]} in place of {own[:2]}")
            if parts["form"][1] + 8 != parts["size"][0]:
                faults["chunks"].append(f"{name}: the form counts {parts['form'][1]} of {parts['size'][0] - 8} bytes")
            own = points
        chapters.append((name, own))
        if "ffprobe" in has:
            found, theirs = readers.ffprobe(path)
            names = {"tbpm": "bpm", "tkey": "key", "initialkey": "key"}
            # ffmpeg reads no ID3 in a WAV that has INFO.
            seen = {tag: text for tag, text in wanted.items() if ending != "wav" or tag not in ("bpm", "key")}
            faults["ffprobe"] += differences(name, {names.get(k, k): v for k, v in found.items()}, seen, is_id3)
            if not alike(sorted(theirs), own):
                faults["ffprobe"].append(f"{name}: chapters {theirs[:2]} in place of {own[:2]}")
        if "soxi" in has:
            found = readers.soxi(path)
            faults["soxi"] += [f"{name}: {tag} {found.get(tag)!r}" for tag, text in GIVEN.items()
                               if ending in SOXI and found.get(tag) != text]
        if "sndfile-info" in has:
            text = readers.sndfile_info(path)
            if re.search(r"\berror\b|unknown chunk", text, re.I) or "Sample Rate" not in text:
                faults["sndfile-info"].append(f"{name}: {text[-150:]}")
        # It reads no ID3 in AIFF-C, which floats need.
        if "mediainfo" in has and (ending, more) != ("aiff", ["--bits", "32f"]):
            found = readers.mediainfo(path)
            # Of WAV and AIFF, it takes what is not ID3 for Latin-1.
            named = {"title": "Track", "artist": "Performer", "album": "Album", "genre": "Genre", "comment": "Comment"}
            faults["mediainfo"] += [f"{name}: {field} {found.get(field)!r}" for tag, field in named.items()
                                    if found.get(field) != GIVEN[tag]]
            if abs(float(found.get("BPM", 0)) - wanted["bpm"]) > 0.5:
                faults["mediainfo"].append(f"{name}: BPM {found.get('BPM')}")
    for tool, lines in faults.items():
        if tool in has or tool in ("mutagen", "chunks"):
            what = "cues and sizes of WAV and AIFF by their specifications" if tool == "chunks" else f"what was given, tempo and key, by {tool}"
            table.faults(what, len(FORMATS), lines)
    own = chapters[0][1] if chapters else []
    table.faults("sections of the form as chapters, alike in every format", len(chapters),
                 [f"{name}: {points[:3]}" for name, points in chapters if len(points) < 3 or not alike(points, own)])
    again(table, program, folder)
    loudness(table, program, folder, "ffmpeg" if not readers.missing("ffmpeg") else None)
    large(table, program, folder)


def differences(name, found, wanted, is_id3):
    """Fields that are not as wanted; ID3 has whole numbers for a tempo."""
    faults = []
    for tag, text in wanted.items():
        read = found.get(tag)
        if tag == "bpm":
            good = read is not None and abs(float(read) - text) <= (0.5 if is_id3 else 0.051)
        else:
            good = read == text
        if not good:
            faults.append(f"{name}: {tag} {read!r}")
    return faults


def alike(points, others):
    return len(points) == len(others) and all(
        abs(one[0] - other[0]) < 0.002 and one[1] == other[1] for one, other in zip(points, others))


def again(table, program, folder):
    faults = []
    for ending in ("wav", "aiff", "flac", "ogg", "opus", "mp3"):
        texts = []
        for name in ("one", "two"):
            path = f"{folder}/{name}.{ending}"
            program.run(SONG, "-o", path, "--length", "20", "-q")
            with open(path, "rb") as file:
                texts.append(file.read())
        if texts[0] != texts[1] or not texts[0]:
            faults.append(ending)
    table.faults("two renders under two names are equal to the byte", 6, faults)


def loudness(table, program, folder, ffmpeg):
    if not ffmpeg:
        return table.skip("loudness in bext beside ffmpeg's ebur128", "no ffmpeg")
    faults, styles = [], ["dusty-tape", "rainy-cafe", "sleepy-felt", "boom-bap-mpc", "attic-gramophone"]
    worst = 0
    for style in styles:
        path = f"{folder}/{style}.wav"
        program.run(SONG, "-o", path, "--style", style, "--length", "90", "-q", "--date", "2026-12-31")
        field = riff.bext(riff.chunks(path))
        text = subprocess.run(["ffmpeg", "-nostats", "-hide_banner", "-i", path, "-af", "ebur128=peak=true:framelog=verbose", "-loglevel",
                               "verbose", "-f", "null", "-"], capture_output=True, text=True).stderr
        series = [tuple(map(float, pair)) for pair in re.findall(r"M:\s*(-?[\d.]+)\s+S:\s*(-?[\d.]+)", text)]
        summary = text[text.rindex("Summary:"):]
        theirs = [float(re.search(pattern, summary)[1]) for pattern in
                  (r"I:\s+(-?[\d.]+) LUFS", r"LRA:\s+(-?[\d.]+) LU", r"Peak:\s+(-?[\d.]+) dBFS")]
        theirs += [max(pair[0] for pair in series), max(pair[1] for pair in series)]
        ours = [None if value is None else value / 100 for value in field["loudness"]]
        for name, one, other in zip(("integrated", "range", "true peak", "momentary", "short-term"), ours, theirs):
            # ffmpeg prints tenths.
            difference = 9 if one is None else abs(one - other)
            worst = max(worst, difference)
            if difference > 0.15:
                faults.append(f"{style}: {name} {one} beside {other}")
        if (field["version"], field["originator"], field["date"]) != (2, "lofi-render", "2026-12-31"):
            faults.append(f"{style}: {field}")
    table.faults("loudness, range, true peak, momentary and short-term maximum in bext, beside ffmpeg's ebur128, within 0.15",
                 len(styles), faults)
    table.row("… the largest difference (ffmpeg rounds to tenths)", "0.15", f"{worst:.2f}", worst <= 0.15)


def large(table, program, folder):
    """RF64, if the disk has room for it."""
    status = os.statvfs(folder)
    if status.f_bavail * status.f_frsize < 12 << 30:
        return table.skip("RF64 beyond 4 GiB", "less than 12 GiB free")
    path, frames = f"{folder}/large.wav", 12000 * 48000
    outcome = program.run("process", "--length", "3:20:00", "--rate", "48000", "--bits", "32f", "-o", path, "--effect", "gain", "--title", "Long")
    faults = [outcome.err.strip()[:100]] if outcome.status else []
    if not faults:
        parts = riff.chunks(path)
        if parts["form"][0] != b"RF64" or parts[b"data"] != [frames * 8] or b"id3 " not in parts:
            faults.append(f"{parts['form']}, {parts[b'data']}")
        if not readers.missing("sndfile-info") and not re.search(rf"Frames\s*: {frames}\b", readers.sndfile_info(path)):
            faults.append("sndfile-info has other frames")
        if not readers.missing("ffprobe") and readers.ffprobe(path)[0].get("title") != "Long":
            faults.append("ffprobe finds no title")
        os.remove(path)
    table.faults("RF64 beyond 4 GiB: frames and title", 1, faults)
