"""Says in the log what goes wrong again and again, but not each time."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field


@dataclass
class Loudness:
    """A logger that says the same thing at most once in a while, and then how often it was left unsaid."""

    logger: logging.Logger
    seconds: float = 10.0
    _last: dict[str, float] = field(default_factory=dict)
    _unsaid: dict[str, int] = field(default_factory=dict)

    def error(self, about: str, text: str) -> None:
        """Log an error, unless one about the same was logged just now.

        Parameters
        ----------
        about : str
            What kind of thing went wrong.
        text : str
            What is said.
        """
        now = time.monotonic()
        if now - self._last.get(about, float("-inf")) < self.seconds:
            self._unsaid[about] = self._unsaid.get(about, 0) + 1
            return
        self._last[about] = now
        unsaid = self._unsaid.pop(about, 0)
        self.logger.error("%s%s", text, f" (and {unsaid} times more since it was last said)" if unsaid else "")
