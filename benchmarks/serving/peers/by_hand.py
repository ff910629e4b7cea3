"""What a good user of pandas and scikit-learn writes for the same records: cleaning, features, the same model."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

NULLS = {"", "NA", "M", "-9999"}
STATIONS = {"ewr": "EWR", "newark": "EWR", "jfk": "JFK", "kennedy": "JFK", "lga": "LGA", "la guardia": "LGA"}
UNITS = re.compile(r"^([+-]?\d+(?:\.\d+)?)\s*([A-Za-z/]+)$")
TEMPERATURE = {"c": lambda x: x, "f": lambda x: (x - 32) / 1.8, "k": lambda x: x - 273.15}
WIND = {"m/s": 1.0, "mph": 0.44704, "kt": 0.5144444444444445, "km/h": 1 / 3.6}
FORMATS = ("%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%b %d %Y %I:%M %p")
COLUMNS = ("station", "country", "observed_at", "temperature", "humidity", "wind_speed", "precipitation", "pressure")


class ByHand:
    """The cleaning of rules/deicing.yaml, for the features that its model takes."""

    def __init__(self, bundle: Path) -> None:
        from wrangle.bundle.load import load_bundle

        found = load_bundle(bundle)
        self.model = found.model.estimator
        self.features = [each.name for each in found.model.encoding.features]
        self.precision = found.model.encoding.precision
        learned = [value for value in found.pipeline.learned.values() if "spellings" in value]
        table = next(value["spellings"] for value in learned if value["spellings"].height > 50)
        self.countries = dict(zip(table["folded"], table["name"], strict=True))
        raw = pd.read_csv(Path(__file__).parents[3] / "sample_data/weather.csv", dtype=str)
        clean = self._clean(raw)
        self.medians = clean.groupby("station")[["humidity", "pressure"]].median()

    def _clean(self, raw: pd.DataFrame) -> pd.DataFrame:
        frame = raw.reindex(columns=COLUMNS).astype(object)
        for name in COLUMNS:
            text = frame[name].map(lambda x: x if x is None or isinstance(x, str) else str(x), na_action="ignore")
            text = text.astype("string").str.strip()
            frame[name] = text.where(~text.isin(NULLS)).astype(object).where(text.notna() & ~text.isin(NULLS), None)
        frame["station"] = frame["station"].astype("string").str.casefold().map(STATIONS)
        folded = (
            frame["country"]
            .astype("string")
            .str.casefold()
            .str.replace(r"[.']", "", regex=True)
            .str.replace(r"[^\w]+", " ", regex=True)
        )
        folded = folded.str.strip()
        found = folded.map(self.countries)
        left = folded[found.isna() & folded.notna()]
        frame["country"] = found.fillna(left.map(self._alike)) if len(left) else found
        frame["observed_at"] = _times(frame["observed_at"])
        frame["temperature"] = frame["temperature"].map(_temperature, na_action="ignore").astype(float)
        frame["wind_speed"] = frame["wind_speed"].map(_wind, na_action="ignore").astype(float)
        for name, low, high in (("humidity", 0, 100), ("precipitation", 0, np.inf), ("pressure", 870, 1085)):
            number = pd.to_numeric(frame[name], errors="coerce")
            frame[name] = number.where(number.between(low, high))
        frame["precipitation"] *= 25.4
        return frame

    def _alike(self, text: str) -> str | None:
        best = process.extractOne(text, self.countries.keys(), scorer=fuzz.ratio, score_cutoff=90)
        return self.countries[best[0]] if best else None

    def predict(self, raw: pd.DataFrame) -> list[dict]:
        """Answers, N in and N out; a record without a station, time or temperature is rejected."""
        frame = self._clean(raw)
        fine = frame[["station", "observed_at", "temperature", "country"]].notna().all(axis=1).to_numpy()
        for name in ("humidity", "pressure"):
            frame[name] = frame[name].fillna(frame["station"].map(self.medians[name]))
        frame["deicing_index"] = _index(frame["temperature"], frame["humidity"])
        matrix = frame[self.features].to_numpy(self.precision)[fine]
        shares = self.model.predict_proba(matrix)[:, 1] if len(matrix) else []
        rest = iter(shares)
        return [{"status": "ok", "probability": float(next(rest))} if ok else {"status": "rejected"} for ok in fine]


def _times(text: pd.Series) -> pd.Series:
    found = pd.Series(pd.NaT, index=text.index, dtype="datetime64[us]")
    for each in FORMATS:
        found = found.fillna(pd.to_datetime(text, format=each, errors="coerce"))
    return found


def _temperature(text: str) -> float:
    found = UNITS.match(text)
    kind = TEMPERATURE.get(found[2].lower()) if found else None
    return kind(float(found[1])) if kind else np.nan


def _wind(text: str) -> float:
    found = UNITS.match(text)
    factor = WIND.get(found[2].lower()) if found else None
    return float(found[1]) * factor if factor else np.nan


def _index(temperature: pd.Series, humidity: pd.Series) -> pd.Series:
    cold = (1 - temperature.abs() / 9).clip(lower=0)
    return 100 * cold * ((humidity - 55) / 45).clip(0, 1)
