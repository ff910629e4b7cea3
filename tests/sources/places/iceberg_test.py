import json
import sys
import warnings
from pathlib import Path

import polars as pl
import pytest

from wrangle.errors import SourceError
from wrangle.rulefile.read import load
from wrangle.sources.opening import open_source
from wrangle.sources.spec import SourceSpec

warnings.filterwarnings("ignore", module="pyiceberg")


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    from pyiceberg.catalog import load_catalog

    folder = tmp_path_factory.mktemp("iceberg")
    settings = {"type": "sql", "uri": f"sqlite:///{folder}/catalog.db", "warehouse": f"file://{folder}"}
    own = load_catalog("own", **settings)
    own.create_namespace("flights")
    frame = pl.DataFrame({"a": [1, 2], "t": ["x", None]}).to_arrow()
    table = own.create_table("flights.weather", schema=frame.schema)
    table.append(frame)
    first = table.current_snapshot().snapshot_id
    table.append(frame)
    return settings, table, first


def spec(catalog, **more):
    return SourceSpec(**{"path": "iceberg://own/flights.weather", "options": catalog[0]} | more)


def test_a_table_of_a_catalog_is_read_at_its_newest_snapshot_or_an_earlier_one(catalog):
    _, table, first = catalog
    with open_source(spec(catalog)) as input_:
        assert input_.frame.collect()["a"].sort().to_list() == [1, 1, 2, 2]
        assert input_.told == {"version": table.current_snapshot().snapshot_id}
    assert open_source(spec(catalog, version=first)).frame.collect().height == 2


def test_a_table_is_read_by_its_metadata_file(catalog):
    location = catalog[1].metadata_location.removeprefix("file://")
    assert open_source(SourceSpec(path=f"iceberg://{location}")).frame.collect().height == 4


def test_a_pipeline_runs_over_it(catalog, tmp_path):
    options = ", ".join(f"{name}: '{value}'" for name, value in catalog[0].items())
    text = (
        f"source: {{path: 'iceberg://own/flights.weather', options: {{{options}}}}}\ncolumns: {{a: integer, t: string}}"
    )
    (tmp_path / "rules.yaml").write_text(text)
    assert load(tmp_path / "rules.yaml").run().clean.height == 4


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"path": "iceberg://own/flights.none"}, "there is no such Iceberg table"),
        ({"path": "iceberg://own"}, "names no table: write iceberg://catalog/namespace.table"),
        ({"version": 7}, "has no snapshot 7; the last ones are"),
        ({"options": {"type": "sql", "uri": "nothing"}}, "cannot be opened"),
    ],
)
def test_what_cannot_be_read_is_told(catalog, asked, said):
    with pytest.raises(SourceError, match=said):
        open_source(spec(catalog, **asked))


def test_a_table_that_names_code_to_run_is_not_opened(catalog):
    location = catalog[1].metadata_location.removeprefix("file://")
    whole = Path(location).read_text()
    Path(location).write_text(json.dumps(json.loads(whole) | {"properties": {"py-io-impl": "antigravity.FileIO"}}))
    try:
        with pytest.raises(SourceError, match=r"metadata name code to run \('antigravity.FileIO'\)"):
            open_source(spec(catalog))
    finally:
        Path(location).write_text(whole)
    assert "antigravity" not in sys.modules
    assert open_source(spec(catalog)).frame.collect().height == 4


def test_options_may_not_name_code(catalog):
    for name in ("py-io-impl", "py-catalog-impl"):
        with pytest.raises(SourceError, match="names code to run"):
            open_source(spec(catalog, options={**catalog[0], name: "antigravity.X"}))
