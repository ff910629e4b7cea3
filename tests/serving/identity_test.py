"""The same record has the same answer, to the last bit: in batch, over HTTP alone, over HTTP among others."""

import json
from concurrent.futures import ThreadPoolExecutor

from served import fetch, raw_rows


def test_answers_over_http_are_those_of_the_batch_run(address, predictor):
    raw = raw_rows(600, seed=5)
    rows = raw.to_dicts()
    batch = predictor.answer_frame(raw)
    wanted = list(zip(batch["status"], batch["prediction"], batch["probability_yes"], strict=True))
    together = json.loads(
        fetch(f"{address}/invocations", json.dumps(rows).encode(), content_type="application/json")[2]
    )
    with ThreadPoolExecutor(16) as pool:
        alone = list(pool.map(lambda row: one(address, row), rows))
    assert alone == together["predictions"]
    found = [(each["status"], each["prediction"], each.get("probabilities", {}).get("yes")) for each in alone]
    assert found == wanted
    assert {"ok", "rejected"} <= {each["status"] for each in alone}


def one(address, row):
    return json.loads(fetch(f"{address}/invocations", json.dumps(row).encode(), content_type="application/json")[2])
