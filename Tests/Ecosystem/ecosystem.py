"""Reads what lofi-render writes with other programs: prints a table, ends with 1 where something fails.

An area is a file check_AREA.py beside this one, with check(table, program); both are those of the torture.
"""
import glob, importlib, importlib.util, os, sys, time

HERE = os.path.dirname(os.path.realpath(__file__))
# By path: other files of the torture have names of Python's own modules.
for name in ("program", "table"):
    spec = importlib.util.spec_from_file_location(name, os.path.join(HERE, "../Torture", f"{name}.py"))
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])

from program import ROOT, Program
from table import Table

AREAS = sorted(os.path.basename(path)[6:-3] for path in glob.glob(os.path.join(HERE, "check_*.py")))


def main(wanted):
    unknown = [area for area in wanted if area not in AREAS]
    if unknown:
        sys.exit(f"no area {unknown[0]}; there are {', '.join(AREAS)}")
    program, table = Program(os.path.join(ROOT, ".build/release/lofi-render")), Table()
    try:
        for area in wanted or AREAS:
            begin = time.monotonic()
            importlib.import_module(f"check_{area}").check(table, program)
            print(f"{area}: {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    finally:
        program.close()
    return table.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
