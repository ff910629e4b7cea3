"""Holds texts to be e-mail addresses, and writes them in one way."""

from __future__ import annotations

from typing import ClassVar, Literal

import polars as pl

from wrangle.steps.base import Learned
from wrangle.steps.in_place import TextInPlaceStep


class Email(TextInPlaceStep):
    """Write e-mail addresses in their normal form; what is no address is a misfit.

    White space around it goes, the domain is written in small letters and as Unicode (`xn--...` is spelled out), and
    both parts in Unicode's form NFC. The part before the `@` keeps its case, which some servers tell apart, unless
    `lower` is said. Only the form is held, by the standards for addresses on the internet: nobody is asked whether
    there is such a mailbox; names reserved for tests, such as `localhost` and `.invalid`, are none. Null stays null;
    empty text is a misfit.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("email: {column: a, otherwise: 'null'}", a=[" Ann@Example.ORG ", "ann@", "ann at x.org", None])
    {'a': ['Ann@example.org', None, None, None]}
    >>> apply("email: {column: a, part: domain, into: domain}", a=["ann@example.org"])
    {'a': ['ann@example.org'], 'domain': ['example.org']}

    References
    ----------
    RFC 5322 and 6532, as the library email-validator reads them.
    """

    before_types: ClassVar[bool] = True
    cost: ClassVar[float] = 20_000.0

    part: Literal["address", "domain", "local"] = "address"
    """What is written: the address, or what stands after or before its `@`."""

    lower: bool = False
    """Whether the part before the `@` is written in small letters too."""

    otherwise: Literal["keep", "null", "quarantine", "fail"] = "quarantine"
    """What becomes of text that is no address."""

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return "is no e-mail address"

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return the addresses."""
        return pl.col(name).cast(pl.String).map_batches(self._read, return_dtype=pl.String, is_elementwise=True)

    def _read(self, texts: pl.Series) -> pl.Series:
        """Return the addresses, each text being read once."""
        known = {text: self._address(text) for text in texts.unique() if text is not None}
        return pl.Series(texts.name, [known.get(text) for text in texts], pl.String)

    def _address(self, text: str) -> str | None:
        from email_validator import EmailNotValidError, validate_email

        try:
            found = validate_email(text.strip(), check_deliverability=False, strict=True)
        except EmailNotValidError:
            return None
        local = found.local_part.lower() if self.lower else found.local_part
        return {"address": f"{local}@{found.domain}", "domain": found.domain, "local": local}[self.part]
