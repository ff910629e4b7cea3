"""The bare fit that `wrangle train` is held against: scikit-learn on a ready float32 matrix.

    python benchmarks/training/bare.py CLEAN.parquet TRAINING_ROWS VALIDATION_ROWS

Prints CPU and wall seconds of the fit alone, and the matrix's bytes.
"""

import os
import sys
import time

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as `wrangle` sets it: threads that spin make busy machines slow

import numpy as np
import polars as pl
from sklearn.ensemble import HistGradientBoostingClassifier

FEATURES = ["temperature", "humidity", "wind_speed", "dew_point", "wet_bulb", "deicing_index", "spread",
            "wet_bulb_depression", "wind_exposure", "hour_sin", "hour_cos", "day_sin", "day_cos", "sky_Clear",
            "sky_Scattered", "sky_Broken", "sky_Overcast"]  # fmt: skip


def main() -> None:
    path, training, validation = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    rows = pl.scan_parquet(path).select(*FEATURES, "icing").head(training + validation).collect()
    matrix = np.empty((rows.height, len(FEATURES)), np.float32, order="F")
    for index, name in enumerate(FEATURES):
        matrix[:, index] = rows[name].cast(pl.Float32).to_numpy()
    target = rows["icing"].fill_null(value=False).cast(pl.Int64).to_numpy()
    model = HistGradientBoostingClassifier(max_iter=100, n_iter_no_change=1000, random_state=0)
    cpu, wall = time.process_time(), time.perf_counter()
    model.fit(matrix[:training], target[:training], X_val=matrix[training:], y_val=target[training:])
    print(
        f"{time.process_time() - cpu:.3f} {time.perf_counter() - wall:.3f} {matrix[:training].nbytes} {model.n_iter_}"
    )


if __name__ == "__main__":
    main()
