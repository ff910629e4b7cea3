import polars as pl
import pytest
from served import make_bundle, raw_rows

from wrangle.bundle import scoring
from wrangle.bundle.load import load_bundle
from wrangle.bundle.predictor import Predictor
from wrangle.bundle.scoring import score
from wrangle.errors import OutputError, SchemaError, SourceError
from wrangle.sources.input import frame_input
from wrangle.sources.opening import open_source

ROWS = raw_rows(230, seed=4)


@pytest.fixture(scope="module")
def predictor(tmp_path_factory):
    return Predictor(load_bundle(make_bundle(tmp_path_factory.mktemp("made") / "ice")))


@pytest.fixture
def csv(tmp_path):
    ROWS.write_csv(tmp_path / "rows.csv")
    return tmp_path / "rows.csv"


@pytest.mark.parametrize("batch", [7, 230, 50_000])
def test_every_row_has_its_answer_in_order_whatever_the_batches(predictor, tmp_path, monkeypatch, batch):
    monkeypatch.setattr(scoring, "BATCH", batch)
    told = []
    found = score(predictor, frame_input(ROWS), tmp_path / "out.parquet", tell=told.append)
    written = pl.read_parquet(tmp_path / "out.parquet")
    assert written["_row"].to_list() == list(range(230))
    assert written.drop("_row").equals(predictor.answer_frame(ROWS))
    assert (found.rows, told[-1], sum(found.counts.values())) == (230, 230, 230)


def test_all_formats_say_the_same(predictor, csv, tmp_path):
    with open_source(predictor.bundle.source(csv)) as input_:
        for ending in ("parquet", "csv", "jsonl"):
            score(predictor, input_, tmp_path / f"out.{ending}")
    one = pl.read_parquet(tmp_path / "out.parquet")
    assert pl.read_ndjson(tmp_path / "out.jsonl", schema=one.schema).equals(one)
    text = pl.read_csv(tmp_path / "out.csv")
    assert text["probability_yes"].equals(one["probability_yes"])
    assert text["why"].equals(one["why"].list.join("; "))


def test_flags_and_reasons_are_texts_in_csv(predictor, tmp_path):
    rows = ROWS.head(3).with_columns(station=pl.Series(["JFK", "Oslo", "EWR"]), temperature=pl.Series(["50", "1", "2"]))
    score(predictor, frame_input(rows), tmp_path / "out.csv")
    found = pl.read_csv(tmp_path / "out.csv")
    assert found["flags"].to_list()[0].startswith("between temperature: temperature 50.0 is not between")
    assert found["rejected_by"].to_list() == [None, "canonicalize", None]


def test_raw_columns_can_be_kept(predictor, csv, tmp_path):
    with open_source(predictor.bundle.source(csv)) as input_:
        score(predictor, input_, tmp_path / "out.csv", keep=["station", "sky"])
    written = pl.read_csv(tmp_path / "out.csv", infer_schema=False)
    assert written.columns[:4] == ["_row", "station", "sky", "status"]
    assert written["station"].equals(ROWS["station"])


@pytest.mark.parametrize(
    ("keep", "what"), [(["stat"], "no column 'stat' to keep: did you mean"), (["status"], "a column of the answers")]
)
def test_what_cannot_be_kept_is_named_and_nothing_is_written(predictor, tmp_path, keep, what):
    with pytest.raises(SchemaError, match=what):
        score(predictor, frame_input(ROWS.with_columns(status=1)), tmp_path / "out.csv", keep=keep)
    assert not list(tmp_path.iterdir())


def test_a_row_that_could_not_be_read_whole_is_rejected(predictor, csv, tmp_path):
    lines = csv.read_text().splitlines()
    lines[3] = "EWR,2013-02-01 06:00"
    csv.write_text("\n".join(lines) + "\n")
    source = predictor.bundle.source(csv)
    with open_source(source) as input_:
        assert input_.rejects.height == 1
        found = score(predictor, input_, tmp_path / "out.parquet")
    row = pl.read_parquet(tmp_path / "out.parquet").row(2, named=True)
    assert (row["status"], row["prediction"], row["rejected_by"]) == ("rejected", None, ["source"])
    assert "fields" in row["why"][0]
    assert found.rows == 230


def test_no_row_gives_a_file_of_the_same_columns(predictor, tmp_path):
    assert score(predictor, frame_input(ROWS.clear()), tmp_path / "none.parquet").rows == 0
    score(predictor, frame_input(ROWS), tmp_path / "some.parquet")
    assert pl.read_parquet_schema(tmp_path / "none.parquet") == pl.read_parquet_schema(tmp_path / "some.parquet")


def test_an_error_on_the_way_leaves_the_earlier_file(predictor, tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("earlier")
    whole = pl.concat([ROWS] * 3).write_csv().encode()
    (tmp_path / "rows.csv").write_bytes(whole)
    with open_source(predictor.bundle.source(tmp_path / "rows.csv")) as input_:
        (tmp_path / "rows.csv").write_bytes(whole[:200] + b'"\xff\xfe' + whole[200:])
        with pytest.raises(SourceError):
            score(predictor, input_, out)
    assert out.read_text() == "earlier"
    assert {path.name for path in tmp_path.iterdir()} == {"out.csv", "rows.csv"}


@pytest.mark.parametrize("name", ["out", "out.xlsx", "out.csv.gz"])
def test_a_format_that_cannot_be_written_is_said_so(predictor, tmp_path, name):
    with pytest.raises(OutputError, match=r"name a file that ends in \.parquet, \.csv or \.jsonl"):
        score(predictor, frame_input(ROWS), tmp_path / name)


def test_a_folder_in_place_of_the_file_is_said_so(predictor, tmp_path):
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(OutputError, match=r"out\.csv"):
        score(predictor, frame_input(ROWS), tmp_path / "out.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
