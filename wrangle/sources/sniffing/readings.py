"""Weighs the ways in which a text can be split: which delimiter, which quotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from wrangle.sources.sniffing.kinds import Kind, kind
from wrangle.sources.sniffing.records import Record, Splitter

COMMON = (",", ";", "\t", "|")
"""Delimiters that are taken on the word of the widths alone."""

NONE = "\x1e"
"""Stands for the delimiter where there is one column: no text holds it."""

RARE = (" ", ":", "^", "~", "\x01", "\x1f")
"""Delimiters that prose and times are full of: taken only where numbers stand between them."""

QUOTES = ('"', "'", "#", "`", "~", "^", "@", "|")

TABLE = 5
"""Records of the same width, one after the other, that are a table and no notes above one."""

WEIGHED = 4_000
"""Cells whose kinds are looked at."""

SINGLE = 0.4
"""What a table of one column scores: any regular table of more scores better."""

COMMENTS = ("#", "//", "%", "--", "!")

_TYPED: frozenset[Kind] = frozenset({"number", "time"})


@dataclass(frozen=True)
class Reading:
    """One way to split the text, and how well the result looks like a table."""

    delimiter: str
    quote: str | None
    escape: str | None
    records: Sequence[Record]

    @cached_property
    def widths(self) -> list[int]:
        """Fields of each record that is not blank."""
        return [len(each.fields) for each in self.records if not is_blank(each)]

    @cached_property
    def width(self) -> int:
        """Fields that most records have; the first of several as frequent, and more than one if possible."""
        counts = Counter(self.widths)
        if not counts:
            return 1
        if table := self._first_table():
            return table
        most = max(counts.values())
        often = [width for width in counts if counts[width] == most]
        return next((width for width in often if width > 1), often[0])

    def _first_table(self) -> int | None:
        """Return the width of the first of several tables in the file."""
        for width, run in groupby(self.widths):
            if width > 2 and sum(1 for _ in run) >= TABLE:
                return width
        return None

    @cached_property
    def first(self) -> int:
        """The place of the first record of the usual width."""
        return next((place for place, each in enumerate(self.records) if self._is_whole(each)), 0)

    @cached_property
    def before(self) -> int:
        """Records before the first of the usual width, comments left out."""
        return sum(not is_blank(each) and not is_comment(each) for each in self.records[: self.first])

    @cached_property
    def regular(self) -> float:
        """The share of records, from the first of the usual width on, that have it; a stray quote takes a part off."""
        body = [each for each in self.records[self.first :] if not is_blank(each) and not is_comment(each)]
        whole = sum(1 - 0.3 * each.stray for each in body if self._is_whole(each))
        return whole / len(body) if body else 0.0

    @cached_property
    def kinds(self) -> Counter[Kind]:
        """How many cells of each kind there are below the first record of the usual width."""
        whole = [each for each in self.records[self.first :] if self._is_whole(each)]
        cells = (cell for each in whole[1:] or whole for cell in each.fields)
        return Counter(kind(cell) for cell, _ in zip(cells, range(WEIGHED), strict=False))

    @property
    def typed(self) -> float:
        """The share of numbers and times among the cells that are not empty."""
        total = sum(count for what, count in self.kinds.items() if what != "empty")
        return sum(self.kinds[each] for each in _TYPED) / total if total else 0.0

    @cached_property
    def score(self) -> float:
        """How well the result looks like a table, 0 to 1."""
        if self.width == 1:
            return SINGLE
        total = self.kinds.total() or 1
        told = 1 - 0.8 * self.kinds["odd"] / total
        wide = 1 - 0.25 / (self.width - 1)
        placed = 1 - self.before / max(len(self.widths), 1)
        return self.regular**3 * told * wide * placed

    @property
    def rank(self) -> tuple[bool, float]:
        """Whether it may be a table of several columns at all, and its score."""
        most = 0.6 if self.before else 0.5
        placed = not self.before or (self.width > 2 and self.before < 0.4 * len(self.widths))
        likely = self.width > 1 and ((placed and self.regular >= most) or bool(self._first_table()))
        return likely or self.score > SINGLE, self.score

    def _is_whole(self, record: Record) -> bool:
        return len(record.fields) == self.width and (self.width > 1 or not is_blank(record))


def is_blank(record: Record) -> bool:
    """Return whether nothing stands in a record."""
    return not any(cell.strip() for cell in record.fields)


def is_comment(record: Record) -> bool:
    """Return whether a record begins as comments do."""
    return record.comment or record.fields[0].lstrip().startswith(COMMENTS)


@dataclass(frozen=True)
class Sample:
    """The beginning of a text, and what is known of how it is written."""

    text: str
    """Whole lines that end with a line feed."""
    complete: bool = True
    """Whether it is the whole text."""
    comment: str | None = None
    """What comment lines begin with, where that is known."""
    escape: str | None = "auto"
    """What stands before a quote within quotes, where that is known."""

    def read(self, delimiter: str, quote: str | None, escape: str | None) -> Reading:
        """Split the text in one way; lines with stray quotes into as many fields as the others have."""
        splitter = Splitter(delimiter, quote, escape, self.comment)
        reading = Reading(delimiter, quote, escape, list(splitter.records(self.text, complete=self.complete)))
        if not any(each.stray for each in reading.records):
            return reading
        again = splitter.records(self.text, reading.width, complete=self.complete)
        return Reading(delimiter, quote, escape, list(again))

    def best(self, delimiter: str, quote: str | None) -> Reading:
        """Return the best reading with one delimiter; the quote `auto` is to be found."""
        quotes = list(self._quotes(delimiter)) if quote == "auto" else [quote]
        ways = [self.read(delimiter, each, escape) for each in quotes for escape in self._escapes(each)]
        if any(each.quote and each.regular == 1 for each in ways):
            ways = [each for each in ways if each.quote]
        return max(ways, key=lambda each: each.score if each.width > 1 else 0.0)

    def _quotes(self, delimiter: str) -> Iterator[str | None]:
        yield '"'
        if '"' in self.text:
            yield None
        for sign in QUOTES[1:]:
            if sign != delimiter and self.text.count(sign) > 1 and _encloses(self.text, sign, delimiter):
                yield sign

    def _escapes(self, quote: str | None) -> Iterator[str | None]:
        if self.escape != "auto":
            yield self.escape
            return
        counts = {"\\": self.text.count(f"\\{quote}"), '"': self.text.count('""') if quote != '"' else 0}
        escape = max(counts, key=lambda each: counts[each])
        if quote and counts[escape]:
            yield escape
        yield None


def readings(sample: Sample, delimiter: str | None = None, quote: str | None = "auto") -> list[Reading]:
    """Return the readings of a text that are possible, best first.

    Parameters
    ----------
    sample
        The beginning of the text.
    delimiter
        The delimiter, where it is known.
    quote
        The quote, where it is known: None where there is none, `auto` where it is to be found.
    """
    if delimiter:
        return [sample.best(delimiter, quote)]
    found = [sample.best(mark, quote) for mark in (*COMMON, *RARE) if mark in sample.text]
    single = sample.read(NONE, '"' if quote == "auto" else quote, None)
    several = [each for each in found if each.width > 1]
    found = [each for each in several if each.delimiter in COMMON or (_is_plain(each) and single.typed < 0.9)]
    from_the_top = any(not each.before and each.width > 1 and each.regular >= 0.9 for each in found)

    def rank(reading: Reading) -> tuple[bool, float]:
        """Return a reading's rank; that of one that leaves out the first lines is less where another does not."""
        several, score = reading.rank
        return several, score / 2 if from_the_top and reading.before else score

    return sorted([*found, single], key=rank, reverse=True)


def _is_plain(reading: Reading) -> bool:
    """Return whether a rare delimiter is beyond doubt."""
    return reading.width > 1 and reading.regular >= 0.9 and not reading.before and reading.typed >= 0.3


def _encloses(text: str, sign: str, delimiter: str) -> bool:
    """Return whether fields begin and end with a sign, again and again."""
    mark, quote = re.escape(delimiter), re.escape(sign)
    opens = len(re.findall(rf"(?:^|{mark}) *{quote}(?=[^{mark}\n])", text, re.MULTILINE))
    closes = len(re.findall(rf"(?<=[^{mark}\n]){quote} *(?={mark}|\r*$)", text, re.MULTILINE))
    return min(opens, closes) > 1 and min(opens, closes) >= 0.9 * max(opens, closes)
