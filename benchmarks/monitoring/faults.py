"""Faults of more than twenty kinds in 1,000 records each: how many are found, and whether the right thing is named.

python benchmarks/monitoring/faults.py
"""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

import paths  # noqa: F401  # makes what tests share importable
from injected import FAULTS, Injected, flipped
from monitored import Served, deicing_bundle

from wrangle.monitoring.monitor import monitor

ROWS = 1000


def found(fault: Injected, bundle: Path, rows, folder: Path) -> list[dict]:
    """Serve records with a fault, say what came true of them, and return the alarms."""
    served = Served(bundle, folder / f"{abs(hash(fault.name))}.sqlite")
    taken = rows.sample(min(rows.height, 1500), seed=7, shuffle=True)
    changed = fault.change(taken).head(ROWS)
    ids = served.serve(changed.drop("icing_soon"), every=timedelta(minutes=1))
    labels = changed["icing_soon"].to_list()
    if fault.labels:
        known = [each for each in labels if each is not None]
        others = iter(flipped(known, fault.name))
        labels = [None if each is None else next(others) for each in labels]
    served.add_truth(ids, labels)
    return monitor(bundle, captures=served.url).alarms


def names(alarm: dict) -> set[str]:
    """Return what an alarm names."""
    return {alarm["about"], alarm["column"]}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        bundle, rows = deicing_bundle(Path(folder) / "bundle")
        calm = found(Injected("none", lambda frame: frame, ()), bundle, rows, Path(folder))
        print(f"without a fault: {len(calm)} alarms")
        for each in calm:
            print("   ", each["says"])
        right = first = 0
        for fault in FAULTS:
            alarms = found(fault, bundle, rows, Path(folder))
            named = [place for place, each in enumerate(alarms) if names(each) & set(fault.named)]
            if fault.slice is not None:
                by, value = fault.slice
                named = [place for place in named if alarms[place]["slice"] == {by: value}]
            right, first = right + bool(named), first + (named[:1] == [0])
            place = f"named as {named[0] + 1} of {len(alarms)}" if named else f"NOT NAMED among {len(alarms)}"
            said = alarms[named[0]]["says"][:150] if named else [each["about"] for each in alarms]
            print(f"{fault.name:42} {place}: {said}")
        print(f"{right} of {len(FAULTS)} kinds found within {ROWS:,} records, {first} of them named first")


if __name__ == "__main__":
    main()
