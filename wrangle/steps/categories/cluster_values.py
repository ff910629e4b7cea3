"""Writes one spelling for values that are likely to be the same, as it was learned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

import polars as pl
from pydantic import Field, model_validator

from wrangle.expressions.clustering import by_distance, by_key, keys_of, ordered
from wrangle.expressions.lookup import gather
from wrangle.statistics.base import Statistic
from wrangle.statistics.counts import Counts
from wrangle.steps.base import Learned
from wrangle.steps.in_place import TextInPlaceStep


class ClusterValues(TextInPlaceStep):
    """Write the most frequent spelling for values of the training data that are likely to be the same.

    `fingerprint` takes for the same what differs in case, accents, punctuation, white space, and the order and number
    of words; `ngram_fingerprint` also what differs in where words are parted; `phonetic` what sounds alike in English,
    which is coarse for short words; `edit_distance` what differs in few letters: one in four, at most `max_distance`,
    case and accents apart, and no digit. Of equally frequent spellings the first in order stays.

    What is learned is a table of value and spelling: read it, and where it is wrong name the value in `keep`, or write
    a `canonicalize` of your own from it. No other value is changed: neither one that was not seen in training, nor
    null or empty text.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("cluster_values: {column: a}", a=["São Paulo", "sao paulo ", "São Paulo", "Rio", None])
    {'a': ['São Paulo', 'São Paulo', 'São Paulo', 'Rio', None]}
    >>> apply("cluster_values: {column: a, method: edit_distance}", a=["Trondheim", "Trondhiem", "Trondheim", "Oslo"])
    {'a': ['Trondheim', 'Trondheim', 'Trondheim', 'Oslo']}

    References
    ----------
    OpenRefine documentation, "Clustering in depth".
    """

    cost: ClassVar[float] = 60.0

    method: Literal["fingerprint", "ngram_fingerprint", "phonetic", "edit_distance"] = "fingerprint"
    """What makes values the same."""

    ngram: Annotated[int, Field(ge=1, le=10)] = 2
    """How many letters a run has, for `ngram_fingerprint`."""

    max_distance: Annotated[int, Field(ge=1, le=3)] = 1
    """The most letters that differ, for `edit_distance`."""

    keep: tuple[str, ...] = ()
    """Values that stay as they are; others may still become one of them."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> ClusterValues:
        given = self.model_fields_set
        for option, method in (("ngram", "ngram_fingerprint"), ("max_distance", "edit_distance")):
            if option in given and self.method != method:
                raise ValueError(f"cluster_values takes `{option}` for `method: {method}` only")
        return self

    def statistics(self) -> Mapping[str, Statistic]:
        """Return how often each value stands."""
        return {name: Counts(name) for name in self.reads_in_place()}

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return of each column value -> spelling, of the values that are changed."""
        return {name: self._learned(counts) for name, counts in values.items()}

    def _learned(self, counts: pl.DataFrame) -> dict[str, str]:
        texts = counts.with_columns(pl.col("value").cast(pl.String))
        if self.method == "edit_distance":
            found = by_distance(texts, self.max_distance)
        else:
            found = by_key(texts, keys_of(texts["value"], self.method, self.ngram))
        return ordered({value: name for value, name in found.items() if value not in self.keep})

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return the spellings."""
        known = learned[name]
        text = pl.col(name).cast(pl.String)
        values, names = (pl.Series(each, dtype=pl.String) for each in (list(known), list(known.values())))
        return pl.coalesce(gather(text, values, names), text)
