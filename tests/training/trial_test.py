import json

import numpy as np

from wrangle.training.trial import Trial, plain


def test_a_trial_is_described_in_plain_values():
    told = Trial(plain({"a": np.int64(3), "b": "x"}), 0.5, 0.1, 60, 1.23456).describe()
    assert json.loads(json.dumps(told)) == told
    assert told == {"options": {"a": 3, "b": "x"}, "value": 0.5, "spread": 0.1, "rows": 60, "seconds": 1.235}
