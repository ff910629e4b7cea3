"""Brings in the rows of another file."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import field_validator

from wrangle.steps.base import SourceStep


class Union(SourceStep):
    r"""Put the rows of another file after those of the data: they go through all steps and checks like these.

    It comes before all other steps. Columns are matched by name; one that the file lacks is null in its rows, and one
    that the data lacks is an error. Values are brought to the types of the data's columns, as text where these are
    text; what a type cannot hold is an error. Rows of the file are numbered after those of the data. It takes part
    where a pipeline learns (`run`, training), and not where a fitted one is given data, or answers for records. Files
    of one format and equal columns may as well stand together in `source`.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from wrangle.testing import apply
    >>> folder = tempfile.TemporaryDirectory()
    >>> file = pathlib.Path(folder.name, "older.csv")
    >>> _ = file.write_text("id,temp\n7,21.5\n")
    >>> apply(f"union: {{table: {file}, columns: {{temp: t}}}}", id=[8, 9], t=[19.0, None], sky=["Clear", "Rain"])
    {'id': [8, 9, 7], 't': [19.0, None, 21.5], 'sky': ['Clear', 'Rain', None]}
    >>> folder.cleanup()
    """

    columns: Mapping[str, str] | None = None
    """The file's name -> the data's name, of columns that are called otherwise there."""

    @field_validator("columns")
    @classmethod
    def _gives_each_name_once(cls, columns: Mapping[str, str] | None) -> Mapping[str, str] | None:
        names = list((columns or {}).values())
        if len(set(names)) < len(names):
            raise ValueError("union cannot give one name to two columns")
        return columns

    def renamed(self) -> Mapping[str, str]:
        """Return the file's name -> the name wanted."""
        return self.columns or {}
