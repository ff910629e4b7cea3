"""The error that a SQL expression raises."""

from __future__ import annotations


class SqlError(ValueError):
    """A SQL expression cannot be used; the message says why, `help` what to write instead.

    Examples
    --------
    >>> error = SqlError("there is no function 'sqr'", 4, "did you mean 'sqrt'?")
    >>> error.position
    4
    >>> print(error)
    there is no function 'sqr'
      help: did you mean 'sqrt'?
    """

    def __init__(self, what: str, position: int | None = None, help: str = "") -> None:  # noqa: A002
        self.what, self.position, self.help = what, position, help
        super().__init__(f"{what}\n  help: {help}" if help else what)
