"""Inputs that are made to exhaust the machine: each refused with its message, soon and in little memory."""
import os, struct, zipfile

from program import SONG

MOST_MIB, MOST_SECONDS = 1024, 20
XML = "<?xml version='1.0'?><score-partwise version='4.0'>"


def check(table, program, corpus):
    folder = program.place("limits")
    slowest, largest, faults, count = 0, 0, [], 0
    for name, words, status, word in cases(folder):
        outcome = program.run(*words, cwd=folder, timeout=120)
        count += 1
        slowest, largest = max(slowest, outcome.cpu), max(largest, outcome.peak_mib)
        fault = outcome.fault(status, word) if status else (outcome.err[:100] if outcome.status else None)
        fault = fault or (f"{outcome.peak_mib:.0f} MiB" if outcome.peak_mib > MOST_MIB else None)
        fault = fault or (f"{outcome.cpu:.1f} s" if outcome.cpu > MOST_SECONDS else None)
        if fault or os.path.exists(f"{folder}/out.wav"):
            faults.append(f"{name}: {fault or 'something was written'}")
    table.faults("what would exhaust the machine is refused in one line with its message", count, faults)
    table.row("… the dearest of them", f"{MOST_SECONDS} s, {MOST_MIB} MiB", f"{slowest:.1f} s, {largest:.0f} MiB",
              slowest <= MOST_SECONDS and largest <= MOST_MIB)


def cases(folder):
    def style(name, text, status, word):
        with open(f"{folder}/{name}.yaml", "w") as file:
            file.write(text)
        return name, [SONG, "-o", "out.wav", "--style", f"./{name}.yaml"], status, word

    def song(name, data, word, status=65):
        with open(f"{folder}/{name}", "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())
        return name, [name, "-o", "out.wav"], status, word

    yield style("many-transforms", "score:\n" + "  - swing: {}\n" * 65, 65, "65 score transforms: at most 64")
    yield style("many-layers", "layers:\n" + "  - rain: {}\n" * 10000, 65, "10000 layers: at most 64")
    yield style("many-buses", "buses:\n" + "".join(f"  b{i}: {{}}\n" for i in range(65)), 65, "65 buses: at most 64")
    yield style("many-effects", "master:\n  effects:\n" + "    - gain: {}\n" * 15000, 65, "15000 effects: at most 256")
    yield style("large", "# " + "x" * (256 << 10), 66, "larger than 262144 bytes")
    yield style("deep", "score: " + "[" * 100000, 65, "nested too deeply")
    yield style("deep-blocks", "score:\n" + "".join(" " * i + "-\n" for i in range(1, 700)), 65, "")
    yield style("many-keys", "".join(f"k{i}: 1\n" for i in range(25000)), 65, "unknown key")
    laughs = "a0: &a0 [x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 8)}]\n" for i in range(1, 10))
    yield style("laughs", laughs, 65, "aliases (*name): at most 8")
    yield style("laughs-as-key", laughs + "? *a9\n: 1\n", 65, "aliases (*name): at most 8")
    few = "a0: &a0 [x, x, x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 4))
    yield style("few-laughs-as-key", few + "? *a3\n: 1\n", 65, "a key must be a scalar")
    note, end = bytes([0, 0x90, 60, 80, 10, 60, 0]), bytes([0, 0xFF, 0x2F, 0])
    hours = bytes([0, 0x90, 60, 80]) + bytes([0xB2, 0xE2, 0xC0, 0]) + bytes([60, 0])
    yield song("notes.mid", midi([note + bytes([0, 60, 80, 10, 60, 0]) * 5_000_000 + end]), "more than 5000000 notes")
    yield song("controllers.mid", midi([note + bytes([0, 0xB0, 7, 1]) + bytes([0, 7, 2]) * 5_000_000 + end]), "5000000 controller changes")
    yield song("tempi.mid", midi([note + bytes([0, 0xFF, 0x51, 3, 7, 0xA1, 0x20]) * 1_000_001 + end]), "more than 1000000 changes")
    yield song("tracks.mid", midi([note + end] + [end] * 65535), "more than 65535 tracks")
    yield song("hours.mid", midi([hours + end]), "hours long: at most 24")
    yield song("quarters.mid", midi([hours + end], division=96, tempo=100), "quarter notes: at most 500000")
    yield song("spaces.musicxml", XML + " " * (64 << 20), "larger than 67108864 bytes", 66)
    yield song("elements.musicxml", XML + "<a/>" * 4_000_001, "more than 4000000 elements")
    yield song("deep.musicxml", XML + "<a>" * 1_000_000, "nested deeper than 256")
    yield song("attributes.musicxml", XML + "<a " + "".join(f"b{i}='' " for i in range(1_000_000)) + "/>", "")
    yield song("long-name.musicxml", XML + "<" + "x" * (8 << 20), "")
    with zipfile.ZipFile(f"{folder}/bomb.mxl", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", XML + " " * (200 << 20))
    yield "bomb.mxl", ["bomb.mxl", "-o", "out.wav"], 65, "larger than 64 MiB unpacked"
    with open(f"{folder}/sparse.mid", "wb") as file:
        file.truncate(3 << 30)
    yield "sparse.mid", ["sparse.mid", "-o", "out.wav"], 66, "larger than"
    yield "/dev/zero", ["/dev/zero", "-o", "out.wav"], 66, "larger than"
    for name, head in [
        ("long-header", struct.pack("<Q", 1 << 60) + b"{"), ("long-shape", header('"a":{"dtype":"F32","shape":[1099511627776,1099511627776],"data_offsets":[0,4]}')),
        ("far-tensor", header('"a":{"dtype":"F32","shape":[1],"data_offsets":[0,1099511627776]}')),
    ]:
        with open(f"{folder}/{name}.safetensors", "wb") as file:
            file.write(head)
        yield name, ["generate", "--model", f"./{name}.safetensors", "-o", "out.mid"], 65, f"{name}.safetensors"
    with open(f"{folder}/sparse.safetensors", "wb") as file:
        file.truncate(3 << 30)
    yield "sparse.safetensors", ["generate", "--model", "./sparse.safetensors", "-o", "out.mid"], 66, "larger than"
    for words, word in [
        (["--length", "86401"], "0…86400"), (["--set", "form.loops-to=86401"], "0…86400"),
        (["--set", "form.length=1e9"], "0…86400"),
    ]:
        yield " ".join(words), [SONG, "-o", "out.wav", *words], 64, word
    yield "--bars", ["generate", "--bars", "10001", "-o", "out.mid"], 64, "1…10000"
    effects = [word for _ in range(257) for word in ("--effect", "gain")]
    yield "--effect", ["process", "--length", "1", "-o", "out.wav", *effects], 64, "257 effects: at most 256"


def midi(tracks, division=480, tempo=500_000):
    """A file of format 1, its tempo in a track of its own."""
    tempo_track = bytes([0, 0xFF, 0x51, 3]) + tempo.to_bytes(3, "big") + bytes([0, 0xFF, 0x2F, 0])
    chunks = b"".join(b"MTrk" + struct.pack(">I", len(track)) + track for track in [tempo_track, *tracks])
    return b"MThd" + struct.pack(">IHHH", 6, 1, min(65535, len(tracks) + 1), division) + chunks


def header(tensors):
    text = ("{" + tensors + "}").encode()
    return struct.pack("<Q", len(text)) + text + bytes(4)
