from pathlib import Path

import pytest

from wrangle.errors import SourceError
from wrangle.sources.database import located_file, needed, refused, statement
from wrangle.sources.spec import SourceSpec


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"table": "a.b"}, 'SELECT * FROM "a"."b"'),
        ({"table": 'x"; DROP TABLE t; --'}, 'SELECT * FROM "x""; DROP TABLE t; --"'),
        ({"query": " SELECT 1; "}, "SELECT 1"),
    ],
)
def test_what_is_asked(asked, said):
    assert statement("sqlite:///a", SourceSpec(path="sqlite:///a", **asked)) == said


def test_a_relative_file_is_seen_from_the_folder():
    assert located_file("sqlite:///a/b.db", Path("/rules")) == "sqlite:////rules/a/b.db"
    assert located_file("sqlite:////a.db", Path("/rules")) == "sqlite:////a.db"


def test_a_package_that_is_missing_is_named_with_its_extra():
    with pytest.raises(SourceError, match=r"pip install 'wrangle\[databases\]'"):
        needed("no_such_driver.dbapi", "databases", "postgresql://me:x@host/db")


def test_an_error_is_told_in_short_and_without_the_password():
    path = "postgresql://me:hunter2@host/db"
    error = refused(path, SourceSpec(path=path, table="t"), ValueError("bad hunter2\n  ^\nLINE 1\na\nb\nc"))
    assert str(error) == "postgresql://me:***@host/db (table t): cannot be read: bad *** LINE 1 a"
