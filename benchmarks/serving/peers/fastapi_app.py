"""FastAPI over the same work by hand: `uvicorn fastapi_app:app`; the bundle's folder stands in BUNDLE."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import pandas as pd
from by_hand import ByHand
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()
work = ByHand(Path(os.environ["BUNDLE"]))
Value = str | float | bool | None


class Record(BaseModel):
    station: Value = None
    country: Value = None
    observed_at: Value = None
    temperature: Value = None
    humidity: Value = None
    wind_speed: Value = None
    precipitation: Value = None
    pressure: Value = None


@app.get("/ping")
def ping() -> dict:
    return {}


@app.post("/invocations")
def invocations(record: Record) -> dict:
    return work.predict(pd.DataFrame([record.model_dump()]))[0]
