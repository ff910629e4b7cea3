import polars as pl
import pytest
from trainings import prepared, raw

from wrangle.errors import TrainingError


def test_no_training_row_left_is_told():
    data = raw().with_columns(cold=pl.lit("warm"))
    with pytest.raises(TrainingError, match="no training row is left after cleaning: look at the quarantine"):
        prepared(
            "target: value\nfeatures: [noise]", data, "clean: [parse_number: {column: cold, otherwise: quarantine}]"
        )
