"""Other programs as readers of audio files; each returns what it finds in words of its own."""
import json, shutil, subprocess


def output(*words):
    return subprocess.run(words, capture_output=True, text=True, errors="replace").stdout


def missing(*tools):
    return [tool for tool in tools if not shutil.which(tool)]


def ffprobe(path):
    """(tags, chapters): tags of the file or its stream with lower-case names, and (start in seconds, title) of chapters."""
    found = json.loads(output("ffprobe", "-v", "error", "-show_format", "-show_streams", "-show_chapters", "-of", "json", path) or "{}")
    tags = {}
    for part in [*found.get("streams", []), found.get("format", {})]:
        tags.update({name.lower(): text for name, text in part.get("tags", {}).items()})
    chapters = [(float(chapter["start_time"]), chapter.get("tags", {}).get("title")) for chapter in found.get("chapters", [])]
    return tags, chapters


def mediainfo(path):
    """Fields of the general track, and the number of markers in a menu."""
    tracks = json.loads(output("mediainfo", "--Output=JSON", path) or "{}").get("media", {}).get("track", [])
    return tracks[0] if tracks else {}


def soxi(path):
    """Comments as soxi prints them, with lower-case names."""
    pairs = (line.split("=", 1) for line in output("soxi", "-a", path).splitlines() if "=" in line)
    return {name.lower(): text for name, text in pairs}


def sndfile_info(path):
    return output("sndfile-info", path)


def mutagen(path):
    """Tags by mutagen with names common to all formats, and (start in seconds, title) of chapters."""
    import mutagen as library
    file = library.File(path)
    if file is None or file.tags is None:
        return {}, []
    if hasattr(file.tags, "getall"):
        return id3(file.tags)
    comments = {name.lower(): values[0] for name, values in file.tags.as_dict().items()}
    names = {"initialkey": "key", "software": "software"}
    tags = {names.get(name, name): text for name, text in comments.items() if not name.startswith("chapter")}
    chapters = [(seconds(comments[name]), comments.get(name + "name")) for name in sorted(comments)
                if name.startswith("chapter") and not name.endswith("name")]
    return tags, chapters


def id3(tags):
    frames = {"title": "TIT2", "artist": "TPE1", "album": "TALB", "date": "TDRC", "genre": "TCON", "copyright": "TCOP",
              "bpm": "TBPM", "key": "TKEY", "software": "TSSE"}
    found = {name: str(tags[frame].text[0]) for name, frame in frames.items() if frame in tags}
    comments = tags.getall("COMM")
    if comments:
        found["comment"] = comments[0].text[0]
    chapters = [(chapter.start_time / 1000, str(chapter.sub_frames["TIT2"].text[0])) for chapter in tags.getall("CHAP")]
    return found, sorted(chapters)


def seconds(clock):
    hours, minutes, rest = clock.split(":")
    return 3600 * int(hours) + 60 * int(minutes) + float(rest)
