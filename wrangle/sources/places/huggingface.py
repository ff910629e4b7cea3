"""Data sets of the Hugging Face hub: `source: hf://datasets/user/name/data/*.parquet`."""

from __future__ import annotations

import glob
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote

import urllib3

from wrangle.errors import SourceError, did_you_mean
from wrangle.secret import remember
from wrangle.sources.download import REFUSED, Download
from wrangle.sources.globs import shape
from wrangle.sources.landing import Landing
from wrangle.sources.places.base import Brought, Place
from wrangle.sources.request import Request
from wrangle.sources.spec import SourceSpec

HUB = "https://huggingface.co"
_FORM = re.compile(r"hf://datasets/(?P<repo>[^/@]+/[^/@]+)(?:@(?P<revision>[^/]+))?(?:/(?P<path>.*))?")


class Huggingface(Place):
    """Data sets of the Hugging Face hub: files by name or glob, of a branch, tag or commit (`name@v1.0`).

    `HF_TOKEN` in the environment opens what is not public, `HF_ENDPOINT` names another hub.
    """

    schemes: ClassVar = ("hf",)
    takes: ClassVar = frozenset({"checksum"})
    reads_files: ClassVar = True

    def open(self, path: str, spec: SourceSpec) -> Brought:  # noqa: ARG002  # it has no options of its own
        """Download the files that an address names."""
        asked = Asked.of(path)
        landing = Landing()
        names = {}
        try:
            for name in asked.files():
                target = landing.file(name)
                Download(Request(asked.url(name), _headers()), target).run()
                names[target] = asked.called(name)
        except BaseException:
            landing.close()
            raise
        return Brought(names, (landing,))

    def state(self, path: str, spec: SourceSpec) -> str | None:  # noqa: ARG002
        """Return the commit that the branch or tag stands at."""
        asked = Asked.of(path)
        found = asked.ask(f"/api/datasets/{asked.repo}/revision/{quote(asked.revision, safe='')}")
        return str(found["sha"]) if isinstance(found, dict) and "sha" in found else None


@dataclass(frozen=True)
class Asked:
    """What an address asks of the hub."""

    repo: str
    revision: str
    path: str

    @classmethod
    def of(cls, address: str) -> Asked:
        """Read an address.

        Raises
        ------
        SourceError
            It is none of the hub's.

        Examples
        --------
        >>> Asked.of("hf://datasets/user/name@v1.0/data/*.parquet")
        Asked(repo='user/name', revision='v1.0', path='data/*.parquet')
        """
        found = _FORM.fullmatch(address)
        if found is None or not found["path"]:
            form = "hf://datasets/user/name/path, with a glob for several files"
            raise SourceError(f"{address}: names no file of a data set: write {form}")
        return cls(found["repo"], found["revision"] or "main", found["path"])

    def url(self, name: str) -> str:
        """Return where a file is downloaded from."""
        return f"{_hub()}/datasets/{self.repo}/resolve/{quote(self.revision, safe='')}/{quote(name)}"

    def called(self, name: str) -> str:
        """Return the address of one file."""
        return f"hf://datasets/{self.repo}@{self.revision}/{name}"

    def files(self) -> list[str]:
        """Return the files that a name or glob means, by name.

        Raises
        ------
        SourceError
            There is none; the message names the closest.
        """
        if not glob.has_magic(self.path):
            return [self.path]
        tree = self.ask(f"/api/datasets/{self.repo}/tree/{quote(self.revision, safe='')}?recursive=true")
        there = [str(each["path"]) for each in tree if each.get("type") == "file"]
        form = shape(self.path)
        if found := sorted(each for each in there if form.fullmatch(each)):
            return found
        raise SourceError(f"{self.called(self.path)}: no file matches: {did_you_mean(self.path, there)}")

    def ask(self, path: str) -> Any:
        """Return what the hub answers to a question; long lists come in pages.

        Raises
        ------
        SourceError
            There is no such data set, or the hub cannot be asked.
        """
        url: str | None = _hub() + path
        found: Any = []
        while url:
            try:
                with Request(url, _headers()).send("GET") as answer:
                    if answer.status != 200:
                        said = REFUSED.get(answer.status, "cannot be had")
                        raise SourceError(f"hf://datasets/{self.repo}: {said} (the hub answers {answer.status})")
                    page = json.loads(answer.read())
                    following = re.search(r'<([^>]+)>;\s*rel="next"', answer.headers.get("Link", ""))
            except (urllib3.exceptions.HTTPError, ValueError) as error:
                raise SourceError(f"hf://datasets/{self.repo}: the hub cannot be asked: {error}") from error
            if not isinstance(page, list):
                return page
            found += page
            url = following[1] if following else None
        return found


def _hub() -> str:
    return os.environ.get("HF_ENDPOINT", HUB).rstrip("/")


def _headers() -> Mapping[str, str]:
    token = os.environ.get("HF_TOKEN", "")
    remember(token, "${env:HF_TOKEN}")
    return {"Authorization": f"Bearer {token}"} if token else {}
