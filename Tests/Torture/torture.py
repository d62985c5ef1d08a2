#!/usr/bin/env python3
"""What is promised when things go wrong, checked on the built program: prints a table, ends with 1 where something fails.

torture.py [--corpus FOLDER] [--only AREA …]     (python3 and its standard library; `make torture` builds what it needs)
"""
import argparse, importlib, os, sys, time

from program import ROOT, Program
from table import Table

AREAS = ["corpora", "soundfonts", "parameters", "limits", "paths", "disks", "atomicity", "generators", "determinism", "concurrency",
         "sound", "numbers", "training", "endurance"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=os.path.join(ROOT, ".build/release/lofi-render"))
    parser.add_argument("--corpus", help="a folder with malformed, midi and soundfonts, a manifest.tsv in each")
    parser.add_argument("--only", nargs="+", choices=AREAS, default=AREAS)
    given = parser.parse_args()
    program, table = Program(given.program), Table()
    start = time.monotonic()
    try:
        for area in given.only:
            begin = time.monotonic()
            importlib.import_module(area).check(table, program, given.corpus and os.path.abspath(given.corpus))
            print(f"{area}: {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    finally:
        program.close()
    print(f"\n{time.monotonic() - start:.0f} s", end="")
    return table.end()


if __name__ == "__main__":
    sys.exit(main())
