"""Shows an address without what gives access to it."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from wrangle.secret import hidden

_TELLING = re.compile(
    r"token|secret|signature|credential|password|passwd|(api|account|access)[_-]?key$|^(sig|key|pwd|auth|authorization|cookie)$",
    re.IGNORECASE,
)
HIDDEN = "***"


def shown(address: str) -> str:
    """Return an address with stars in place of its password, and of parameters that give access.

    Examples
    --------
    >>> shown("https://me:hunter2@host/a.csv?year=2013&sig=abc")
    'https://me:***@host/a.csv?year=2013&sig=***'
    >>> shown("weather.csv")
    'weather.csv'
    """
    if "://" not in address:
        return hidden(address)
    try:
        parts = urlsplit(address)
    except ValueError:
        return hidden(address)
    host = parts.netloc
    user, sign, rest = host.rpartition("@")
    if sign and ":" in user:
        host = f"{user.partition(':')[0]}:{HIDDEN}@{rest}"
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True)
    if any(gives_access(name) for name, _ in pairs):
        query = urlencode([(name, HIDDEN if gives_access(name) else value) for name, value in pairs], safe="*/:,")
    if (host, query) == (parts.netloc, parts.query):
        return hidden(address)
    return hidden(urlunsplit((parts.scheme, host, parts.path, query, parts.fragment)))


def gives_access(name: str) -> bool:
    """Return whether what has this name, a parameter or a header, gives access to something.

    Examples
    --------
    >>> [name for name in ("Authorization", "X-Api-Key", "aws_region", "aws_secret_access_key") if gives_access(name)]
    ['Authorization', 'X-Api-Key', 'aws_secret_access_key']
    """
    return _TELLING.search(name) is not None


def has_secret(address: str) -> bool:
    """Return whether a password, or a parameter that gives access, stands in an address.

    Examples
    --------
    >>> has_secret("https://host/a.csv?sig=abc"), has_secret("https://me@host/a.csv?year=2013")
    (True, False)
    """
    try:
        names = [name for name, _ in parse_qsl(urlsplit(address).query)] if "://" in address else []
    except ValueError:
        names = []
    return password(address) is not None or any(map(gives_access, names))


def password(address: str) -> str | None:
    """Return the password that an address holds, as it stands there.

    Examples
    --------
    >>> password("postgresql://me:hunter2@host/db"), password("https://host/a.csv")
    ('hunter2', None)
    """
    try:
        parts = urlsplit(address)
        user, sign, _ = parts.netloc.rpartition("@")
    except ValueError:
        return None
    return user.partition(":")[2] or None if sign else None


def without(text: str, address: str) -> str:
    """Return text in which an address may stand, without its password in any form.

    Examples
    --------
    >>> without("cannot log in me with a%20b or 'a b'", "postgresql://me:a%20b@host/db")
    "cannot log in me with *** or '***'"
    """
    text = text.replace(address, shown(address))
    if secret := password(address):
        for form in {secret, unquote(secret), quote(unquote(secret), safe="")}:
            text = text.replace(form, HIDDEN)
    return hidden(text)
