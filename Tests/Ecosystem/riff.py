"""Chunks of WAV, RF64 and AIFF, read by their specifications, for what no other program prints."""
import struct


def chunks(path):
    """{id: [bodies]}; of the audio, its size alone."""
    found = {}
    with open(path, "rb") as file:
        form, size, kind = struct.unpack("4s4s4s", file.read(12))
        order = ">" if form == b"FORM" else "<"
        found["form"] = [form, struct.unpack(order + "I", size)[0], kind]
        large = None
        while True:
            head = file.read(8)
            if len(head) < 8:
                break
            name, size = struct.unpack(order + "4sI", head)
            if name == b"data" and size == 0xFFFFFFFF:
                size = large
            if name in (b"data", b"SSND"):
                found.setdefault(name, []).append(size)
                file.seek(size + size % 2, 1)
                continue
            body = file.read(size)
            if name == b"ds64":
                large = struct.unpack("<Q", body[8:16])[0]
            found.setdefault(name, []).append(body)
            file.seek(size % 2, 1)
        found["size"] = [file.seek(0, 2)]
    return found


def cues(found):
    """[(frame, name)] of a WAV."""
    body = found.get(b"cue ", [b""])[0]
    names = {}
    for part in found.get(b"LIST", []):
        if part[:4] != b"adtl":
            continue
        at = 4
        while at < len(part):
            kind, size = struct.unpack("<4sI", part[at:at + 8])
            names[struct.unpack("<I", part[at + 8:at + 12])[0]] = part[at + 12:at + 8 + size].rstrip(b"\0").decode()
            at += 8 + size + size % 2
    count = struct.unpack("<I", body[:4])[0] if body else 0
    points = [struct.unpack("<II4sIII", body[4 + 24 * index:28 + 24 * index]) for index in range(count)]
    return [(point[5], names.get(point[0])) for point in points]


def markers(found):
    """[(frame, name)] of an AIFF."""
    body = found.get(b"MARK", [b"\0\0"])[0]
    points, at = [], 2
    for _ in range(struct.unpack(">H", body[:2])[0]):
        frame, size = struct.unpack(">xxIB", body[at:at + 7])
        points.append((frame, body[at + 7:at + 7 + size].decode()))
        at += 7 + size + (size + 1) % 2
    return points


def bext(found):
    """Fields of EBU Tech 3285, version 2."""
    body = found[b"bext"][0]
    texts = struct.unpack("256s32s32s10s8s", body[:338])
    description, originator, _, date, time = (text.rstrip(b"\0").decode() for text in texts)
    version, = struct.unpack("<H", body[346:348])
    loudness = [value if value != 0x7FFF else None for value in struct.unpack("<5h", body[412:422])]
    return {"description": description, "originator": originator, "date": date, "time": time, "version": version,
            "loudness": loudness, "history": body[602:].rstrip(b"\0").decode()}
