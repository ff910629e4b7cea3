import json

import polars as pl
from pipelines import made

VALUES = ["Oslo"] * 5 + ["OSLO", "oslo "] + ["Trondheim"] * 3 + ["Trondhiem", None, ""]


def test_what_is_learned_is_a_table_that_can_be_read_and_edited(tmp_path):
    frame = pl.DataFrame({"a": VALUES})
    model = made("clean: [cluster_values: {column: a, method: edit_distance}]").fit(frame)
    assert model.learned[0] == {"a": {"OSLO": "Oslo", "oslo ": "Oslo", "Trondhiem": "Trondheim"}}
    folder = model.save(tmp_path / "model")
    saved = json.loads((folder / "pipeline.json").read_text(encoding="utf-8"))
    saved["learned"]["0"]["a"] = {"Trondhiem": "Trondheim (NO)"}
    (folder / "pipeline.json").write_text(json.dumps(saved), encoding="utf-8")
    found = type(model).load(folder).transform(frame)["a"].to_list()
    assert found == [*VALUES[:10], "Trondheim (NO)", None, ""]


def test_values_of_categories_are_clustered_as_text():
    frame = pl.DataFrame({"a": pl.Series(["x y", "Y X", "x y"], dtype=pl.Categorical)})
    assert made("clean: [cluster_values: {column: a}]").run(frame).clean["a"].to_list() == ["x y", "x y", "x y"]
