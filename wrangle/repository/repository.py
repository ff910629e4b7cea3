"""The repository as Python sees it: list, fetch, read, compare, clear away."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.errors import SourceError
from wrangle.repository.clearing import KEEP, Cleared, vacuum
from wrangle.repository.difference import Difference, Side, difference
from wrangle.repository.fetching import Fetched, Wish, fetch, put
from wrangle.sources.address import shown
from wrangle.sources.input import frame_input
from wrangle.sources.names import NAME
from wrangle.sources.source import Source
from wrangle.sources.spec import SourceSpec
from wrangle.sources.versions import REJECTED, Root, Version, root_of

_WORD = re.compile(r"[A-Za-z_][\w-]*")


class Repository:
    """Versioned tables of fetched data: a folder, or an address in an object store.

    Parameters
    ----------
    path : path or str, optional
        Where it lies; the environment's WRANGLE_REPOSITORY, else `data`, where none is given.
    options : mapping, optional
        Settings of the object store.

    Examples
    --------
    >>> import tempfile
    >>> repository = Repository(tempfile.mkdtemp())
    >>> print(repository.fetch(pl.DataFrame({"a": [1, 2]}), name="numbers"))
    numbers@0: 2 rows
    >>> print(repository.fetch(pl.DataFrame({"a": [1, 2]}), name="numbers"))
    numbers: no new version: the data are those of numbers@0 (2 rows)
    >>> repository.read("numbers@0").collect()["a"].to_list()
    [1, 2]
    """

    def __init__(self, path: str | Path | None = None, options: Mapping[str, str] | None = None) -> None:
        self.root = Root(root_of(None if path is None else str(path)), dict(options or {}))

    def __repr__(self) -> str:
        return f"Repository({shown(self.root.path)!r})"

    def _repr_html_(self) -> str:
        return self.list()._repr_html_()

    def fetch(  # what may be said of a fetch
        self,
        source: Any,
        name: str | None = None,
        *,
        append: bool = False,
        key: Sequence[str] = (),
        accept_schema: bool = False,
        **options: Any,
    ) -> Fetched:
        """Pull a source into a table: a new version, or none where nothing changed.

        Parameters
        ----------
        source : str, path, SourceSpec or polars frame
            What to fetch: a path, an address, a rule file (`.yaml`) for its `source:`; or a frame to put there.
        name : str, optional
            The table; without it, the file's name.
        append : bool
            Whether the rows come behind those that are there; else they take their place.
        key : sequence of str
            When appending: rows whose key is there already are left out.
        accept_schema : bool
            Whether other columns than before are right.
        **options : object
            Options of the source, as in a rule file: `table`, `delimiter`, ...

        Returns
        -------
        Fetched

        Raises
        ------
        SourceError
            The source cannot be read.
        SchemaError
            Its columns are not those of the last version.
        OutputError
            The repository cannot be written; the last version is intact.
        """
        if isinstance(source, (pl.DataFrame, pl.LazyFrame)):
            wish = Wish(SourceSpec(path="<frame>"), append, tuple(key), accept_schema)
            return put(self.root, table_name(name or "", "a frame"), wish, frame_input(source))
        spec, own = _spec(source, options)
        own = name or own
        return fetch(self.root, table_name(own, str(spec.path)), Wish(spec, append, tuple(key), accept_schema))

    def read(self, name: str, *, rejected: bool = False) -> pl.LazyFrame:
        """Return the rows of a table or of one version of it: `weather`, `weather@3`.

        Parameters
        ----------
        name : str
        rejected : bool
            Whether to return those rows instead that could not be read whole, with the reason in `__rejected`.

        Raises
        ------
        SourceError
            There is no such table or version.
        """
        version = self.version(name)
        if problem := self.root.missing(version):
            raise SourceError(problem)
        frame = self.root.frame(version)
        has = REJECTED in frame.collect_schema()
        if rejected:
            return frame.filter(pl.col(REJECTED).is_not_null()) if has else frame.clear()
        return frame.filter(pl.col(REJECTED).is_null()).drop(REJECTED) if has else frame

    def version(self, name: str) -> Version:
        """Return what is known of a table's newest version, or of the one that is named."""
        found = NAME.fullmatch(name)
        if found is None:
            raise SourceError(f"{name!r} names no table: write weather, or weather@3")
        return self.root.version(found["name"], int(found["version"]) if found["version"] else None)

    def list(self) -> pl.DataFrame:
        """Return the tables: `table`, `version`, `rows`, `rejected`, `columns`, `bytes`, `fetched`, `source`."""
        found = [self.root.version(name) for name in self.root.names()]
        rows = [{"table": each.name} | _told(each) | {"bytes": sum(each.files.values())} for each in found]
        schema = {"table": pl.String(), **TOLD, "bytes": pl.Int64()}
        return pl.DataFrame(rows, schema=schema).select(*schema)

    def versions(self, name: str) -> pl.DataFrame:
        """Return the versions of a table, the newest first, and whether each can be read."""
        there = set(self.root.files(name))
        rows = [_told(each) | {"readable": there.issuperset(each.files)} for each in reversed(self.root.versions(name))]
        return pl.DataFrame(rows, schema={**TOLD, "readable": pl.Boolean()})

    def diff(self, before: str, after: str, key: Sequence[str] = ()) -> Difference:
        """Compare two versions; see `wrangle.repository.difference`.

        Raises
        ------
        SourceError
            There is no such version, or a key is missing or stands twice.
        """
        one, other = self.version(before), self.version(after)
        return difference(Side(one.label, self.read(one.label)), Side(other.label, self.read(other.label)), key)

    def vacuum(self, name: str | None = None, keep: int = KEEP, *, dry_run: bool = False) -> Sequence[Cleared]:
        """Clear away the files that the newest versions do not need; see `wrangle.repository.clearing`."""
        return [vacuum(self.root, each, keep, dry_run=dry_run) for each in ([name] if name else self.root.names())]


TOLD = {
    "version": pl.Int64(),
    "rows": pl.Int64(),
    "rejected": pl.Int64(),
    "columns": pl.Int64(),
    "mode": pl.String(),
    "fetched": pl.String(),
    "sha256": pl.String(),
    "source": pl.String(),
}
"""What is told of a version."""


def _told(version: Version) -> dict[str, Any]:
    told = version.told
    return {
        "version": version.number,
        "rows": version.rows,
        "rejected": int(told.get("rejected", 0)),
        "columns": len(version.schema),
        "mode": told.get("mode"),
        "fetched": told.get("fetched_at") or version.time.isoformat(timespec="seconds"),
        "sha256": told.get("sha256"),
        "source": source_text(told.get("source")),
    }


def source_text(source: Any) -> str:
    """Return where a version came from, in a line.

    Examples
    --------
    >>> source_text({"path": "sqlite:///a.db", "table": "weather"})
    'sqlite:///a.db (table weather)'
    """
    if not isinstance(source, Mapping):
        return ""
    path = source.get("path", "")
    parts = [path if isinstance(path, str) else ", ".join(path)] if path else []
    parts += [" + ".join(map(source_text, source[each])) for each in ("stack", "join") if each in source]
    more = ", ".join(f"{name} {source[name]}" for name in ("table", "query", "version", "as_of") if name in source)
    return " + ".join(parts) + (f" ({more})" if more else "")


def table_name(name: str, source: str) -> str:
    """Return the name of a table.

    Raises
    ------
    SourceError
        It can be none.
    """
    if _WORD.fullmatch(name):
        return name
    raise SourceError(f"{source}: {name!r} can be no table's name: name it by `--as` (letters, digits, _ and -)")


def _spec(source: Any, options: Mapping[str, Any]) -> tuple[SourceSpec, str]:
    """Return a source, and how its table is called where nobody says."""
    if isinstance(source, SourceSpec):
        return source, _own_name(source)
    if Path(str(source)).suffix not in {".yaml", ".yml"}:
        found = Source(path=str(source), **options)
        return found, _own_name(found)
    from wrangle.rulefile.read import load

    pipeline = load(source)
    if pipeline.source is None:
        raise SourceError(f"{source}: names no `source` to fetch: add one, or name a file or an address")
    return pipeline.source, pipeline.name


def _own_name(spec: SourceSpec) -> str:
    if spec.table:
        return re.sub(r"\W+", "_", spec.table)
    path = spec.path if isinstance(spec.path, str) else (spec.path or ("",))[0]
    last = path.partition("?")[0].rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"\W+", "_", last.partition(".")[0]).strip("_")
