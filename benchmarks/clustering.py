"""How long cluster_values takes to learn, on one core: names of four kinds, one in three with a typing error.

python benchmarks/clustering.py [--values 10000 100000]
"""

from __future__ import annotations

import argparse
import os
import time

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import numpy as np
import polars as pl

from wrangle.steps.categories.cluster_values import ClusterValues

SYLLABLES = ["ber", "gen", "os", "lo", "tron", "heim", "stav", "an", "ger", "kri", "sund", "vik", "mo", "har", "li"]
KINDS = ["", " airport", " municipality", " university hospital"]
METHODS = [{"method": each} for each in ("fingerprint", "ngram_fingerprint", "phonetic")]
METHODS += [{"method": "edit_distance", "max_distance": most} for most in (1, 2)]


def values(count: int, seed: int = 7) -> pl.DataFrame:
    """Return distinct values with counts, the most frequent first."""
    draw = np.random.default_rng(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        name = "".join(draw.choice(SYLLABLES, draw.integers(2, 6))).title() + str(draw.choice(KINDS))
        found[name] = None
        if draw.random() < 0.5:
            place = int(draw.integers(1, len(name)))
            found[name[:place] + str(draw.choice(list("aeiorst"))) + name[place + int(draw.random() < 0.5) :]] = None
    names = list(found)[:count]
    return pl.DataFrame({"value": names, "count": range(count, 0, -1)})


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--values", type=int, nargs="*", default=[10_000, 100_000])
    for count in parser.parse_args().values:
        table = values(count)
        for options in METHODS:
            step = ClusterValues(column="a", **options)
            started = time.process_time()
            learned = step.learn({"a": table})["a"]
            seconds = time.process_time() - started
            print(f"{count:>7} values  {options!s:<55} {seconds:6.2f} CPU s  {len(learned)} changed")


if __name__ == "__main__":
    main()
