"""Fuzzy canonicalization of 200,000 distinct texts against 10,000 names, held against a plain rapidfuzz `cdist`.

    python benchmarks/engine/fuzzy.py [--texts 200000] [--names 10000] [--runs 3]

Both give the same answers: the name that a text is most like, where it is at least 85 alike and 5 more than the next.
The plain way compares all with all in pieces of as much memory. Goal: CPU below it, memory bounded.
"""

from __future__ import annotations

import argparse
import random
import resource
import string
import time
from statistics import median

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from wrangle.expressions.matching import CHUNK, resemble

SCORE, MARGIN = 85.0, 5.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=200_000)
    parser.add_argument("--names", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    names, texts = generated(options.names, options.texts)
    known = pl.DataFrame({"folded": names, "name": names})
    ratios = []
    for _ in range(options.runs):
        ours, taken = timed(lambda: resemble(pl.Series(texts), known, SCORE, MARGIN).to_list())
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        theirs, plain = timed(lambda: compared(texts, names))
        assert ours == theirs, "the answers differ"
        ratios.append(taken / plain)
        print(
            f"wrangle {taken:.1f} s, cdist {plain:.1f} s of CPU: {taken / plain:.2f}; {memory:.0f} MB at most",
            flush=True,
        )
    found = median(ratios)
    print(f"CPU over plain cdist {found:.2f}   goal < 1: {'met' if found < 1 else 'MISSED'}")
    return int(found >= 1)


def generated(names: int, texts: int) -> tuple[list[str], list[str]]:
    """Return names of one to four words, and distinct texts: two thirds are names with one or two letters changed."""
    draw = random.Random(0)
    words = ["".join(draw.choices(string.ascii_lowercase, k=draw.randint(3, 10))) for _ in range(4_000)]
    made = sorted({" ".join(draw.choices(words, k=draw.randint(1, 4))) for _ in range(2 * names)})
    chosen = draw.sample(made, names)
    found: set[str] = set()
    while len(found) < texts:
        text = draw.choice(chosen)
        if draw.random() < 1 / 3:
            text = " ".join(draw.choices(words, k=draw.randint(1, 4)))
        for _ in range(draw.randint(1, 2)):
            place = draw.randrange(len(text))
            text = text[:place] + draw.choice(string.ascii_lowercase) + text[place + draw.randint(0, 1) :]
        found.add(text)
    return chosen, sorted(found)


def compared(texts: list[str], names: list[str]) -> list[str | None]:
    """Return the answers by comparing all with all."""
    found: list[str | None] = []
    size = max(CHUNK // len(names), 1)
    ordered = sorted(names)
    for start in range(0, len(texts), size):
        scores = process.cdist(texts[start : start + size], ordered, scorer=fuzz.ratio, dtype=np.float32)
        best = scores.argmax(axis=1)
        rows = np.arange(len(best))
        first = scores[rows, best]
        scores[rows, best] = -np.inf
        clear = (first >= SCORE) & (first - scores.max(axis=1) >= MARGIN)
        found += [ordered[place] if sure else None for place, sure in zip(best.tolist(), clear.tolist(), strict=True)]
    return found


def timed(work):
    start = time.process_time()
    answer = work()
    return answer, time.process_time() - start


if __name__ == "__main__":
    raise SystemExit(main())
