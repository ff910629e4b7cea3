"""Asks a web server for something, and follows where it sends us to."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

import urllib3

from wrangle.errors import SourceError
from wrangle.sources.address import shown, without

REDIRECTS = 5
"""How often a server may send us on."""

PATIENCE = urllib3.Timeout(connect=10, read=60)
"""Seconds to wait for a connection, and for the next bytes."""


@dataclass(frozen=True)
class Request:
    """An address with the headers to ask for it."""

    url: str
    more: Mapping[str, str] = field(default_factory=dict)
    """Headers besides."""

    @property
    def shown(self) -> str:
        """The address as it may be shown."""
        return shown(self.url)

    def send(self, method: str, headers: Mapping[str, str] | None = None) -> urllib3.BaseHTTPResponse:
        """Send the request; the answer's body is not yet read.

        Names, passwords and headers of ours go to the server that was named, and to no other one it sends us to.

        Raises
        ------
        SourceError
            The server sends us on too often, or from an encrypted connection to an open one.
        urllib3.exceptions.HTTPError
            The server cannot be reached.
        """
        url, login = _apart(self.url)
        first = urlsplit(url)
        for _ in range(REDIRECTS + 1):
            own = urlsplit(url)[:2] == first[:2]
            sent = {"Accept-Encoding": "identity", "User-Agent": f"wrangle/{version('wrangle')}"}
            sent |= {**login, **self.more} if own else {}
            answer = self._ask(method, url, sent | dict(headers or {}))
            location = answer.get_redirect_location()
            if not location:
                return answer
            answer.close()
            onward = urljoin(url, location)
            if urlsplit(url).scheme == "https" and urlsplit(onward).scheme != "https":
                raise SourceError(f"{self.shown}: sends us from https to {shown(onward)}, which is not encrypted")
            url, _ = _apart(onward)
        raise SourceError(f"{self.shown}: sends us on more than {REDIRECTS} times")

    def _ask(self, method: str, url: str, headers: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        try:
            return _pool(_proxy(url)).request(
                method, url, headers=headers, timeout=PATIENCE, retries=False, redirect=False, preload_content=False
            )
        except (urllib3.exceptions.LocationValueError, urllib3.exceptions.SSLError) as error:
            raise SourceError(f"{self.shown}: cannot be asked for: {without(str(error), self.url)}") from error


def _apart(url: str) -> tuple[str, dict[str, str]]:
    """Return an address without name and password, and the header that says them."""
    parts = urlsplit(url)
    login, sign, host = parts.netloc.rpartition("@")
    if not sign:
        return url, {}
    made = urllib3.util.make_headers(basic_auth=unquote(login))
    return urlunsplit(parts._replace(netloc=host)), {"Authorization": made["authorization"]}


def _proxy(url: str) -> str | None:
    """Return the proxy that the environment names for an address, as other programs read it."""
    parts = urlsplit(url)
    proxies = getproxies()
    if not proxies or proxy_bypass(parts.netloc):
        return None
    return proxies.get(parts.scheme) or proxies.get("all")


@cache
def _pool(proxy: str | None) -> urllib3.PoolManager:
    authorities = os.environ.get("SSL_CERT_FILE")
    if proxy is None:
        return urllib3.PoolManager(ca_certs=authorities)
    return urllib3.ProxyManager(proxy, ca_certs=authorities)
