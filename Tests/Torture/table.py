"""The table of checks: a row is printed as soon as its check is done."""


class Table:
    def __init__(self):
        self.counts = {"ok": 0, "FAILS": 0, "skipped": 0}
        print("| check | promised | measured | ok |\n|---|---|---|---|", flush=True)

    def row(self, check, promised, measured, holds):
        self._print(check, promised, measured, "ok" if holds else "FAILS")

    def faults(self, check, count, faults):
        """A check of so many cases; `faults` says what was wrong with which."""
        shown = "; ".join(faults[:5]) + (f"; and {len(faults) - 5} more" if len(faults) > 5 else "")
        self.row(check, f"all {count}", f"{count - len(faults)} of {count}" + (f": {shown}" if faults else ""),
                 not faults and count > 0)

    def skip(self, check, reason):
        self._print(check, "", "", f"skipped: {reason}")

    def _print(self, check, promised, measured, verdict):
        self.counts[verdict.split(":")[0]] += 1
        cells = [str(cell).replace("|", "/").replace("\n", " ") for cell in (check, promised, measured, verdict)]
        print(f"| {' | '.join(cells)} |", flush=True)

    def end(self):
        print("\n" + ", ".join(f"{count} {name}" for name, count in self.counts.items()))
        return 1 if self.counts["FAILS"] else 0
