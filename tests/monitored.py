"""What tests and benchmarks of monitoring share: a bundle, and captures of what it answers to records."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.bundle.load import load_bundle
from wrangle.bundle.model import label_text
from wrangle.bundle.predictor import Predictor
from wrangle.captures.adding import How, add_truth
from wrangle.captures.store import Store, new_ids
from wrangle.captures.truth import Line
from wrangle.engine.data import open_data
from wrangle.engine.parted import run_parts
from wrangle.engine.session import Session
from wrangle.rulefile.read import load
from wrangle.rulefile.texts import rule_texts
from wrangle.sections.train import Train
from wrangle.sources.input import frame_input
from wrangle.training.dividing import division_of
from wrangle.training.part import PARTS
from wrangle.training.train import train

ROOT = Path(__file__).parents[1]
RULES = ROOT / "rules" / "deicing.yaml"
WEATHER = ROOT / "sample_data" / "weather.csv"
START = datetime(2026, 1, 1, tzinfo=UTC)


def weather() -> pl.DataFrame:
    """Return the raw records of the sample."""
    return pl.read_csv(WEATHER, infer_schema=False)


def deicing_bundle(folder: Path) -> tuple[Path, pl.DataFrame]:
    """Train the sample's rule file; return its bundle, and the raw rows of its training part with their truth."""
    pipeline = load(RULES)
    section = pipeline.sections["train"]
    assert isinstance(section, Train)
    made = train(pipeline, curve=False, rules=rule_texts(RULES)).save(folder)
    raw = weather()
    codes = division_of(Session(pipeline, frame_input(raw)), section, section.split).codes
    return made, raw.with_columns(truth()).filter(pl.Series(codes == PARTS.index("training")))


def truth() -> pl.Series:
    """Return what comes true of each raw row: `icing_soon`, null where it is not known."""
    found: list[pl.DataFrame] = []
    with open_data(load(RULES), None) as input_:
        run_parts(Session(load(RULES), input_), lambda batch: found.append(batch.select("__row", "icing_soon")))
    numbers = pl.int_range(weather().height, dtype=pl.UInt32, eager=True).alias("__row").to_frame()
    return numbers.join(pl.concat(found), on="__row", how="left", maintain_order="left")["icing_soon"]


class Served:
    """Records that a bundle answers, as a server keeps them."""

    def __init__(self, bundle: Path, store: Path) -> None:
        self.bundle = load_bundle(bundle, check_golden=False)
        self.predictor = Predictor(self.bundle)
        self.path = store
        self.url = f"sqlite:///{store}"
        self.count = 0

    def serve(
        self,
        records: pl.DataFrame | Sequence[dict[str, Any]],
        *,
        at: datetime = START,
        every: timedelta = timedelta(seconds=1),
        answers: Sequence[dict[str, Any]] | None = None,
    ) -> list[str]:
        """Answer records, one after the other; return their ids."""
        rows = records.to_dicts() if isinstance(records, pl.DataFrame) else list(records)
        answers = self.predictor.answers(rows) if answers is None else answers
        made = []
        for place, (record, answer) in enumerate(zip(rows, answers, strict=True)):
            moment = at + place * every
            micros = int(moment.timestamp() * 1e6)
            made.append(
                {
                    "id": new_ids(1, micros)[0],
                    "inference_id": f"r{self.count}",
                    "time": micros,
                    "variant": "main",
                    "model_version": self.bundle.digest,
                    "shadow": False,
                    "request": json.dumps(record, ensure_ascii=False),
                    "answer": json.dumps(answer, ensure_ascii=False),
                }
            )
            self.count += 1
        with Store(self.url) as store:
            store.add(made)
        return [each["inference_id"] for each in made]

    def serve_frame(self, records: pl.DataFrame, *, at_number: int = 0) -> list[str]:
        """Answer many records, a second after the other from a number on; return their ids."""
        answered = self.predictor.answer_frame(records)
        labels = [label_text(each) for each in self.bundle.model.classes]
        answers = []
        for row in answered.iter_rows(named=True):
            answer = {"status": row["status"], "prediction": row["prediction"]}
            if row["status"] == "rejected":
                answer |= {"rejected_by": row["rejected_by"], "why": row["why"]}
            elif labels:
                answer["probabilities"] = {label: row[f"probability_{label}"] for label in labels}
            answers.append(answer)
        return self.serve(records, at=START + timedelta(seconds=at_number), answers=answers)

    def add_truth(self, ids: Sequence[str], labels: Sequence[Any]) -> None:
        """Say what came to be true of records."""
        known = [(each, label) for each, label in zip(ids, labels, strict=True) if label is not None]
        add_truth(
            self.url,
            (Line(place, label, each) for place, (each, label) in enumerate(known, 1)),
            How("tests", links=False),
        )
