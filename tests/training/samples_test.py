import polars as pl
from trainings import raw, trained, working

from wrangle.training.fitted import fitted_model
from wrangle.training.samples import GOLDEN_ROWS, raw_samples

SECTION = "target: ice\nfeatures: [cold, wet]\nmetrics: [accuracy]\nestimator: linear\noptions: {C: 2}\n"


def test_golden_rows_are_raw_rows_of_the_test_part():
    data = raw()
    with working(SECTION + "split: {by: at}", data) as work:
        golden, _ = raw_samples(work, fitted_model(work, {}))
        test = data.filter(pl.Series(work.prepared.division.codes == 2))
    assert golden.equals(test)
    assert "warm" in golden["cold"].to_list()


def test_of_many_test_rows_some_are_drawn():
    data = raw(12_000)
    with working(SECTION, data) as work:
        golden, _ = raw_samples(work, fitted_model(work, {}))
    assert golden.height == GOLDEN_ROWS
    assert golden.join(data, on=data.columns, how="anti", nulls_equal=True).is_empty()


def test_the_baseline_is_made_of_raw_training_rows_and_of_answers_to_test_rows():
    data = raw()
    with working(SECTION + "slices: [sky]", data) as work:
        _, samples = raw_samples(work, fitted_model(work, {}))
        codes = work.prepared.division.codes
    assert samples.training.equals(data.filter(pl.Series(codes == 0)))
    assert samples.test.equals(data.filter(pl.Series(codes == 2)))
    assert samples.of == samples.training.height
    assert set(samples.target) == {"true", "false"}
    assert samples.by == ("sky",)


def test_nothing_is_kept_of_columns_that_are_masked():
    steps = "serve: {capture: {mask: [station]}}\n"
    with working(SECTION, raw(), steps=steps) as work:
        _, samples = raw_samples(work, fitted_model(work, {}))
    assert samples.without == {"station"}


def test_a_trained_model_keeps_its_baseline_in_its_bundle(tmp_path):
    found = trained(SECTION).save(tmp_path / "bundle")
    assert (found / "baseline.json").is_file()
