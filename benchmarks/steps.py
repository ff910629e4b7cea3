"""What each step costs a row, against the best hand-written polars for it.

    python benchmarks/steps.py [--rows 2000000] [--runs 5] [--only trim clip]

`FittedPipeline.transform` with one step, without any, and the same expression written by hand, on one frame in memory,
in turn. The answers must be equal. CPU in nanoseconds a row, medians: the whole, the step alone (the whole less what a
pipeline without steps takes), by hand; the ratios of both to what is written by hand. Goal: <= 1.1 for steps that are
one expression. A step without a line here is more than one expression: see `benchmarks/run.py` for a whole rule file.
"""

from __future__ import annotations

import argparse
import time
from statistics import median

import numpy as np
import polars as pl

from wrangle import read_text

NUMBER, TEXT, TIME = pl.col("x"), pl.col("s"), pl.col("t")

BY_HAND = {
    "trim": ("{columns: [s], inner: false}", TEXT.str.strip_chars()),
    "collapse_whitespace": ("{columns: [s]}", TEXT.str.replace_all(r"\s+", " ")),
    "change_case": ("{column: s, to: upper}", TEXT.str.to_uppercase()),
    "replace_text": ("{column: s, pattern: 'o+', with: '0'}", TEXT.str.replace_all("o+", "0")),
    "null_values": ("{columns: [s], values: [Oslo]}", pl.when(TEXT != "Oslo").then(TEXT).alias("s")),
    "canonicalize": (
        "{column: k, names: {North: [N, n], South: [S, s]}}",
        pl.col("k").replace({"N": "North", "n": "North", "S": "South", "s": "South"}),
    ),
    "parse_datetime": (
        "{column: d, into: m, formats: ['%d.%m.%Y %H:%M']}",
        pl.col("d").str.strptime(pl.Datetime("us"), "%d.%m.%Y %H:%M", strict=False).alias("m"),
    ),
    "fill_constant": ("{column: x, value: 0.5}", NUMBER.fill_null(0.5)),
    "missing_indicator": ("{columns: [x]}", NUMBER.is_null().alias("x_missing")),
    "impute": ("{column: x, with: mean}", NUMBER.fill_null(NUMBER.mean())),
    "clip": ("{column: x, min: -1, max: 1}", NUMBER.clip(-1, 1)),
    "scale": ("{column: x}", (NUMBER - NUMBER.mean()) / NUMBER.std(ddof=0)),
    "power": ("{column: y, with: log1p}", pl.col("y").log1p()),
    "derive": ("{z: x * 2 + y}", (NUMBER * 2 + pl.col("y")).alias("z")),
    "ratio": ("{numerator: x, denominator: y, into: z}", (NUMBER / pl.col("y")).alias("z")),
    "filter": ("x > 0", None),
    "datetime_parts": ("{column: t, parts: [hour]}", TIME.dt.hour().alias("t_hour")),
    "cyclical": (
        "{column: t, part: hour, into: h}",
        [
            pl.lit(pl.Series(np.sin(2 * np.pi * np.arange(24) / 24))).gather(TIME.dt.hour()).alias("h_sin"),
            pl.lit(pl.Series(np.cos(2 * np.pi * np.arange(24) / 24))).gather(TIME.dt.hour()).alias("h_cos"),
        ],
    ),
    "one_hot": (
        "{column: k}",
        [
            *((pl.col("k") == each).cast(pl.Int8).alias(f"k_{each}") for each in "NSns"),
            (~pl.col("k").is_in(list("NSns"))).cast(pl.Int8).alias("k_other"),
        ],
    ),
    "rename": ("{x: u}", None),
    "drop": ("{columns: [x]}", None),
}
"""Step -> its options, and the expression by hand; None: see `whole`."""

WHOLE = {
    "filter": lambda rows: rows.filter(NUMBER > 0),
    "rename": lambda rows: rows.rename({"x": "u"}),
    "drop": lambda rows: rows.drop("x"),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="+", default=list(BY_HAND), choices=list(BY_HAND))
    options = parser.parse_args()
    rows = generated(options.rows)
    missed = 0
    empty = read_text("name: none\n").fit(rows)
    print(f"{'':20}{'whole':>8} {'step':>8} {'by hand':>8} ns {'ratios':>13}")
    for step in options.only:
        ours, theirs = ways(step, rows)
        one, other = ours(), theirs()
        assert close(one.select(other.columns), other), f"{step}: the answers differ"
        times = [(timed(ours), timed(lambda: empty.transform(rows)), timed(theirs)) for _ in range(options.runs)]
        whole, bare, plain = (median(each[place] for each in times) * 1e9 / options.rows for place in range(3))
        alone = max(whole - bare, 0)
        missed += alone > 1.1 * plain and alone - plain > 1
        ratios = f"{whole / plain:6.2f} {alone / plain:6.2f}"
        print(f"{step:20}{whole:8.1f} {alone:8.1f} {plain:8.1f} ns {ratios}", flush=True)
    print(f"{missed} of {len(options.only)} steps alone above 1.1 by more than a nanosecond a row")
    return missed


def generated(rows: int) -> pl.DataFrame:
    draw = np.random.default_rng(0)
    numbers = pl.int_range(rows, eager=True)
    moments = pl.lit(pl.Series([0])).cast(pl.Datetime("us")) + pl.duration(minutes=pl.col("n") % 5_000_000)
    frame = pl.DataFrame(
        {
            "n": numbers,
            "x": draw.normal(size=rows),
            "y": draw.uniform(0.1, 9, rows),
            "k": draw.choice(list("NnSs"), rows),
            "s": draw.choice([" Oslo", "Bergen  harbour", "Tromso", "Bodo "], rows),
        }
    ).with_columns(pl.when(pl.col("n") % 50 != 3).then("x"), t=moments.first() if rows == 0 else moments)
    return frame.with_columns(d=pl.col("t").dt.strftime("%d.%m.%Y %H:%M")).drop("n")


def ways(step, rows):
    options, by_hand = BY_HAND[step]
    fitted = read_text(f"name: one\nclean:\n  - {step}: {options}\n").fit(
        rows.head(200_000) if step == "one_hot" else rows
    )
    if by_hand is None:
        return lambda: fitted.transform(rows), lambda: WHOLE[step](rows)
    return lambda: fitted.transform(rows), lambda: rows.lazy().with_columns(by_hand).collect()


def close(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    from polars.testing import assert_frame_equal

    try:
        assert_frame_equal(one, other, check_dtypes=False)
    except AssertionError:
        return False
    return True


def timed(work) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    raise SystemExit(main())
