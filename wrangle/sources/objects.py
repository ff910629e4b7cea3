"""Finds and fetches objects of an object store: Amazon S3, Google Cloud Storage, Azure, and what speaks as they do."""

from __future__ import annotations

import glob
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wrangle.errors import SourceError, did_you_mean
from wrangle.sources.address import without
from wrangle.sources.globs import fixed, shape
from wrangle.sources.landing import Landing
from wrangle.sources.showing import transfer

TRIES = 3
"""How often the rest of an object is asked for without a byte more; obstore tries each request again by itself."""

SCHEMES = ("s3", "s3a", "gs", "gcs", "az", "azure", "abfs", "abfss", "adl")

_CLIENT = frozenset({
    "allow_http", "allow_invalid_certificates", "connect_timeout", "proxy_url", "timeout", "user_agent",
})  # fmt: skip
"""Settings of the connection; all others are of the store."""

_OWN = re.compile(r"^(aws|google|azure)_", re.IGNORECASE)


@dataclass(frozen=True)
class Store:
    """A bucket, with the settings it is asked with; those of the environment (`AWS_REGION`, ...) count besides."""

    url: str
    """Scheme and bucket: `s3://bucket`."""
    options: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def settings(self) -> dict[str, str]:
        """The settings as polars and deltalake take them; an endpoint without TLS is one that was asked for."""
        found = {name.lower(): value for name, value in self.options.items()}
        names = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
        asked = [value for name, value in found.items() if _OWN.sub("", name) in {"endpoint", "endpoint_url"}]
        asked += [os.environ[name] for name in names if name in os.environ and self.url.startswith("s3")]
        plain = bool(asked) and asked[0].startswith("http://")
        return found | ({"allow_http": "true"} if plain and "aws_allow_http" not in found else {})

    def find(self, pattern: str) -> list[dict[str, Any]]:
        """Return what is known of each object that a key, a glob or a folder names, by key.

        Raises
        ------
        SourceError
            There is none, or the store cannot be asked.
        """
        import obstore

        key = pattern.strip("/")
        try:
            if not glob.has_magic(key) and (one := self._head(key)):
                return [one]
            folder = "/".join(fixed(key)) or None
            listed: list[dict[str, Any]] = [
                dict(each) for some in obstore.list(self._opened(), folder) for each in some
            ]
        except (obstore.exceptions.BaseError, OSError, ValueError) as error:
            raise self.refused(pattern, error) from error
        form = shape(key) if glob.has_magic(key) else re.compile(re.escape(key) + r"/[^/.][^/]*")
        found = sorted((each for each in listed if form.fullmatch(each["path"])), key=lambda each: str(each["path"]))
        if not found:
            there = [str(each["path"]) for each in listed]
            help_ = did_you_mean(key, there) if there else "there is nothing"
            raise SourceError(f"{self.url}/{pattern}: there is no such object: {help_}")
        return found

    def folders(self, key: str) -> list[str]:
        """Return the names of the folders in a folder.

        Raises
        ------
        SourceError
            The store cannot be asked.
        """
        import obstore

        try:
            found = obstore.list_with_delimiter(self._opened(), key.strip("/") or None)["common_prefixes"]
        except (obstore.exceptions.BaseError, OSError) as error:
            raise self.refused(key, error) from error
        return sorted(str(each).rstrip("/").rsplit("/", 1)[-1] for each in found)

    def state(self, pattern: str) -> str:
        """Return a word that is another one once an object changed: of names, sizes and ETags."""
        return state_of(self.find(pattern))

    def fetch(self, found: Mapping[str, Any], landing: Landing) -> Path:
        """Bring one object here.

        Raises
        ------
        SourceError
            It cannot be read to its end.
        """
        import obstore

        key, total = str(found["path"]), int(found["size"])
        target = landing.file(key)
        failed = 0
        with transfer(f"{self.url}/{key}") as tell, target.open("wb") as file:
            while file.tell() < total:
                before = file.tell()
                try:
                    for piece in self._rest(found, before):
                        file.write(piece)
                        tell(file.tell(), total)
                except (obstore.exceptions.BaseError, OSError) as error:
                    failed = 1 if file.tell() > before else failed + 1
                    if failed >= TRIES:
                        raise self.refused(key, error) from error
        return target

    def _rest(self, found: Mapping[str, Any], start: int) -> Iterator[Any]:
        """Yield what follows of an object, if it is still the same."""
        import obstore

        options: dict[str, Any] = {"if_match": found["e_tag"]} if found.get("e_tag") else {}
        if start:
            options["range"] = {"offset": start}
        yield from obstore.get(self._opened(), str(found["path"]), options=options).stream()  # type: ignore[arg-type]

    def read(self, key: str) -> bytes:
        """Return what an object holds.

        Raises
        ------
        FileNotFoundError
            There is no such object.
        """
        import obstore

        return bytes(obstore.get(self._opened(), key).bytes())

    def remove(self, keys: Sequence[str]) -> None:
        """Remove objects; one that is not there is none to remove."""
        import obstore

        obstore.delete(self._opened(), list(keys))

    def refused(self, key: str, error: Exception) -> SourceError:
        """Return our error for one of the store: short, and without secrets."""
        text = without(str(error), self.url)
        for name, value in self.options.items():
            text = text.replace(value, "***") if "endpoint" not in name and len(value) >= 4 else text
        code = re.search(r"<Code>(\w+)</Code>", text)
        said = code[1] if code else next(iter(text.splitlines()), type(error).__name__)[:300]
        help_ = "check the address, and the settings in `options:` or the environment (region, endpoint, access)"
        return SourceError(f"{self.url}/{key}: cannot be read: {said}: {help_}")

    def _head(self, key: str) -> dict[str, Any] | None:
        import obstore

        try:
            return dict(obstore.head(self._opened(), key))
        except FileNotFoundError:
            return None

    def _opened(self) -> Any:
        from obstore.store import from_url

        store: dict[str, Any] = {}
        client: dict[str, Any] = {}
        for name, value in self.settings.items():
            bare = _OWN.sub("", name)
            if bare in _CLIENT:
                client[bare] = value.lower() == "true" if value.lower() in {"true", "false"} else value
            else:
                store[name] = value
        settings: Any = {"config": store or None, "client_options": client or None}
        return from_url(self.url, **settings)


def state_of(found: Iterable[Mapping[str, Any]]) -> str:
    """Return a word that is another one once one of these objects changed."""
    told = "\n".join(f"{each['path']} {each['size']} {each['e_tag']}" for each in found)
    return hashlib.sha256(told.encode()).hexdigest()


def split(address: str) -> tuple[str, str]:
    """Return an address as its bucket and the key in it.

    Examples
    --------
    >>> split("s3://bucket/2013/*.csv")
    ('s3://bucket', '2013/*.csv')
    """
    scheme, _, rest = address.partition("://")
    bucket, _, key = rest.partition("/")
    return f"{scheme}://{bucket}", key
