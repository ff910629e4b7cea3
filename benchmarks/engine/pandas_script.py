"""The de-icing set cleaned with pandas, column by column.

python pandas_script.py DATA VOCABULARY OUT
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

data, vocabulary, out = map(Path, sys.argv[1:])

FORMATS = ("%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%b %d %Y %I:%M %p")
SKIES = {
    "Clear": ["Clear", "clear", "CLR", "SKC"],
    "Scattered": ["Scattered", "SCT"],
    "Broken": ["Broken", "BKN"],
    "Overcast": ["Overcast", "OVC", "overcst"],
}


def number(text: pd.Series) -> pd.Series:
    return pd.to_numeric(text.str.extract(r"^(-?\d+(?:\.\d+)?)", expand=False))


def time(text: pd.Series) -> pd.Series:
    result = pd.to_datetime(text, format=FORMATS[0], errors="coerce")
    for each in FORMATS[1:]:
        rest = result.isna()
        result[rest] = pd.to_datetime(text[rest], format=each, errors="coerce")
    return result


frame = pd.read_parquet(data)
names = pd.read_csv(vocabulary, keep_default_na=False).set_index("spelling")["name"]
for column in ("station", "country", "sky"):
    frame[column] = frame[column].str.strip()
frame["country"] = frame["country"].map(names)
frame["observed_at"] = time(frame["observed_at"])
text, value = frame["temperature"], number(frame["temperature"])
fahrenheit, kelvin = text.str.endswith("F"), text.str.endswith("K")
frame["temperature"] = value.mask(fahrenheit, (value - 32) * 5 / 9).mask(kelvin, value - 273.15)
knots = frame["wind_speed"].str.endswith("kt")
frame["wind_speed"] = number(frame["wind_speed"]) * np.where(knots, 1852 / 3600, 1.0)
frame["sky"] = frame["sky"].map({spelling: level for level, each in SKIES.items() for spelling in each})
frame["humidity"] = frame["humidity"].mask(frame["humidity"] == -999)
frame = frame.dropna(subset=["country", "observed_at", "temperature", "wind_speed"])
medians = frame.groupby("station")["humidity"].transform("median")
frame["humidity"] = frame["humidity"].fillna(medians).clip(1, 100)
frame["wind_speed"] = frame["wind_speed"].clip(0, 75)
frame = frame.drop_duplicates(["station", "observed_at"], keep="first")
frame = frame[frame["temperature"].between(-60, 60) & frame["precipitation"].notna()]

t, rh = frame["temperature"], frame["humidity"]
magnus = np.log(rh / 100) + 17.62 * t / (243.12 + t)
stull = (
    t * np.arctan(0.151977 * np.sqrt(rh + 8.313659))
    + np.arctan(t + rh)
    - np.arctan(rh - 1.676331)
    + 0.00391838 * rh * np.sqrt(rh) * np.arctan(0.023101 * rh)
    - 4.686035
)
dew_point = (243.12 * magnus / (17.62 - magnus)).where(t.between(-45, 60) & rh.between(1e-3, 100))
wet_bulb = stull.where(t.between(-20, 50) & rh.between(5, 99))
deicing_index = 100 * (1 - t.abs() / 9).clip(lower=0) * ((rh - 55) / 45).clip(0, 1)
hour = frame["observed_at"].dt.hour * (2 * np.pi / 24)
day = (frame["observed_at"].dt.day_of_year - 1) * (2 * np.pi / 365.25)
frame = frame.assign(
    dew_point=dew_point,
    wet_bulb=wet_bulb,
    deicing_index=deicing_index,
    spread=t - dew_point,
    wet_bulb_depression=t - wet_bulb,
    wind_exposure=deicing_index * frame["wind_speed"],
    log_precipitation=np.log(frame["precipitation"] + 1),
    hour_sin=np.sin(hour),
    hour_cos=np.cos(hour),
    day_sin=np.sin(day),
    day_cos=np.cos(day),
    **{f"sky_{level}": frame["sky"] == level for level in SKIES},
)
columns = ["station", "country", "observed_at", "temperature", "humidity", "wind_speed", "sky", "precipitation",
           "dew_point", "wet_bulb", "deicing_index", "spread", "wet_bulb_depression", "wind_exposure",
           "log_precipitation", "hour_sin", "hour_cos", "day_sin", "day_cos",
           *(f"sky_{level}" for level in SKIES)]  # fmt: skip
out.mkdir(parents=True, exist_ok=True)
frame[columns].to_parquet(out / "clean.parquet", compression="zstd", index=False)
