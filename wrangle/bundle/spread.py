"""Answers all rows of a raw input by the workers of a cluster, each with the bundle."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import polars as pl

from wrangle.bundle.load import load_bundle
from wrangle.bundle.predictor import Predictor
from wrangle.bundle.scoring import Scored, answers, hold_format, put
from wrangle.cluster.executor import Cluster
from wrangle.cluster.parts import Part
from wrangle.cluster.work import VERSIONS, call, whole
from wrangle.engine.writing import lazily
from wrangle.sources.input import Input


def score_on(
    cluster: Cluster,
    folder: Path,
    input_: Input,
    out: str | Path,
    keep: Sequence[str] = (),
    tell: Callable[[int], None] = lambda _: None,
) -> Scored:
    """Write an answer for each row of a raw input, in their order; see `wrangle.bundle.scoring.score`.

    Parameters
    ----------
    cluster : Cluster
    folder : path
        The bundle: a folder that all workers see.
    input_ : Input
    out : path
        The file to write.
    keep : sequence of str
        Raw columns to write before the answers.
    tell : callable
        Is told the number of rows answered so far.

    Raises
    ------
    ClusterError
        A worker does not see the bundle or a file of the input.
    SchemaError, OutputError
        As in `score`.
    """
    target = hold_format(out)
    bundle = folder.resolve()
    digest = hashlib.sha256((bundle / "manifest.json").read_bytes()).hexdigest()
    parts = cluster.layout(input_).parts
    place = cluster.folder("answers")
    files = [place / f"{part.number:06}.parquet" for part in parts]
    work = [
        (call, VERSIONS, answer_part, bundle, digest, part, tuple(keep), file)
        for part, file in zip(parts, files, strict=True)
    ]
    counts: Counter[str] = Counter()
    for _, found in cluster.map(work, [str(part) for part in parts]):
        counts.update(found)
        tell(counts.total())
    put(pl.concat([pl.scan_parquet(file, glob=False) for file in files]), target)
    return Scored(counts.total(), dict(counts))


def answer_part(bundle: Path, digest: str, part: Part, keep: Sequence[str], path: Path) -> dict[str, int]:
    """Write the answers of a part, on a worker; return how many rows have which status."""
    counts: Counter[str] = Counter()
    input_ = Input(part.frame, text=False, origin=part.origin, rejects=part.rejects)
    found = answers(_predictor(bundle, digest), input_, keep, counts, lambda _: None, part.start)
    with whole(path) as unfinished:
        lazily(found).sink_parquet(unfinished, compression="lz4")
    return dict(counts)


@lru_cache(maxsize=2)
def _predictor(bundle: Path, digest: str) -> Predictor:  # noqa: ARG001  # of other contents it is another bundle
    if not bundle.is_dir():
        raise FileNotFoundError(bundle)
    return Predictor(load_bundle(bundle))
