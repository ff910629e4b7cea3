"""Evidently's data-drift report of two Parquet files, as its documentation shows it."""

import sys

import pandas as pd
from evidently import Report
from evidently.presets import DataDriftPreset

reference, current = (pd.read_parquet(path) for path in sys.argv[1:3])
Report([DataDriftPreset()]).run(current, reference).save_html(sys.argv[3])
