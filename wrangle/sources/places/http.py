"""Files on web servers: `source: https://host/weather.csv`."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import ClassVar
from urllib.parse import unquote, urlsplit

import urllib3

from wrangle.errors import WrangleError
from wrangle.sources.download import Download
from wrangle.sources.landing import Landing
from wrangle.sources.places.base import Brought, Place
from wrangle.sources.request import Request
from wrangle.sources.spec import SourceSpec

ENDINGS: Mapping[str, str] = {
    "application/json": ".json",
    "application/x-ndjson": ".ndjson",
    "application/vnd.apache.parquet": ".parquet",
    "text/tab-separated-values": ".tsv",
}
"""Media type -> ending, where Python's own table lacks it."""


class Http(Place):
    """Files on web servers."""

    schemes: ClassVar = ("http", "https")
    takes: ClassVar = frozenset({"checksum", "options"})
    reads_files: ClassVar = True

    def open(self, path: str, spec: SourceSpec) -> Brought:
        """Download a file; see `wrangle.sources.download`."""
        landing = Landing()
        try:
            request = Request(path, spec.options)
            target = landing.file(unquote(urlsplit(path).path))
            headers = Download(request, target).run()
            named = landing.file(file_name(path, headers))
            target.rename(named)
        except BaseException:
            landing.close()
            raise
        return Brought({named: request.shown}, (landing,))

    def state(self, path: str, spec: SourceSpec) -> str | None:
        """Return the file's ETag, or the time of its last change with its size, without downloading it."""
        try:
            with Request(path, spec.options).send("HEAD") as answer:
                if answer.status != 200:
                    return None
                length, changed = answer.headers.get("Content-Length"), answer.headers.get("Last-Modified")
                by_time = f"{changed}, {length} bytes" if changed and length else None
                return answer.headers.get("ETag") or by_time
        except (urllib3.exceptions.HTTPError, WrangleError):
            return None


def file_name(url: str, headers: Mapping[str, str]) -> str:
    """Return the name of a file that was downloaded: the server's, else the address's; with an ending.

    Examples
    --------
    >>> file_name("https://host/weather.csv.gz?year=2013", {})
    'weather.csv.gz'
    >>> file_name("https://host/export", {"Content-Type": "text/csv; charset=utf-8"})
    'export.csv'
    >>> file_name("https://host/get?id=1", {"Content-Disposition": 'attachment; filename="weather.parquet"'})
    'weather.parquet'
    """
    told = {name.lower(): value for name, value in headers.items()}
    given = re.search(r'filename="?([^";]+)"?', told.get("content-disposition", ""))
    name = PurePosixPath(given[1] if given else unquote(urlsplit(url).path)).name or "data"
    if PurePosixPath(name).suffix:
        return name
    media = told.get("content-type", "").partition(";")[0].strip().lower()
    return name + (ENDINGS.get(media) or mimetypes.guess_extension(media) or "")
