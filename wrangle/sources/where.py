"""Where data lies: the options of `source:` that name it, whatever it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from wrangle.sources.checksum import checksum_form


class Where(BaseModel):
    """Say where the rows lie."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shorthand: ClassVar[str] = "path"
    """The option that a bare value stands for: `source: weather.csv`."""

    path: str | tuple[str, ...] = ()
    """A file, a glob, a folder of files of one format, or a list of these; relative to the rule file. Or an address:
    `https://`, `s3://`, `gs://`, `az://`, `postgresql://`, `sqlite://`, `duckdb://`, `delta://`, `iceberg://`, `hf://`,
    `sklearn://`. Or a table of the repository: `weather`, or one version of it: `weather@3`."""

    checksum: Annotated[str, AfterValidator(checksum_form)] | None = None
    """`sha256:` and 64 digits: what the one file must be, byte for byte."""

    table: str | None = None
    """The table of a database, with its schema before a point where it has one."""

    query: str | None = None
    """What is asked of a database, in its own SQL, instead of a whole table. It can only read."""

    version: Annotated[int, Field(ge=0)] | None = None
    """The version of a Delta table, or the snapshot of an Iceberg table; the newest where none is given."""

    as_of: str | None = None
    """The time as of which a Delta table is read: 2026-05-01T00:00:00+00:00."""

    options: Mapping[str, str] = Field(default_factory=dict)
    """What the place is asked with: headers for a web server, the settings of an object store or catalog."""

    repository: str | None = None
    """The folder or address of the repository: where `wrangle fetch` puts this source, and where names like
    `weather@3` are looked up. Where none is given, that of WRANGLE_REPOSITORY in the environment, else `data` beside
    the rule file."""
