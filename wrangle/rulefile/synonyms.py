"""What steps and checks are called elsewhere: in pandas, polars, scikit-learn, SQL and Great Expectations."""

from __future__ import annotations

from collections.abc import Mapping

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "apply": ("derive",),
    "assign": ("derive",),
    "astype": ("cast",),
    "binarize": ("bin", "derive"),
    "case": ("case_when",),
    "coalesce": ("derive", "fill_constant"),
    "cut": ("bin",),
    "date": ("parse_datetime",),
    "dedupe": ("deduplicate",),
    "deduplication": ("deduplicate",),
    "distinct": ("deduplicate",),
    "drop_columns": ("drop",),
    "drop_duplicates": ("deduplicate",),
    "drop_nulls": ("drop_missing",),
    "dropna": ("drop_missing",),
    "ffill": ("fill_forward",),
    "bfill": ("fill_backward",),
    "fill_na": ("impute", "fill_constant"),
    "fill_null": ("impute", "fill_constant"),
    "fillna": ("impute", "fill_constant"),
    "get_dummies": ("one_hot",),
    "group_by": ("group_aggregate",),
    "groupby": ("group_aggregate",),
    "join": ("lookup",),
    "label_encode": ("ordinal",),
    "label_encoder": ("ordinal",),
    "lower": ("change_case",),
    "lowercase": ("change_case",),
    "map": ("canonicalize", "case_when", "lookup"),
    "map_values": ("canonicalize", "case_when", "lookup"),
    "merge": ("lookup",),
    "min_max_scaler": ("scale",),
    "mutate": ("derive",),
    "normalize": ("scale", "normalize_unicode"),
    "nullif": ("null_values",),
    "one_hot_encode": ("one_hot",),
    "one_hot_encoder": ("one_hot",),
    "order_by": ("sort",),
    "ordinal_encode": ("ordinal",),
    "parse_date": ("parse_datetime",),
    "qcut": ("bin",),
    "query": ("filter",),
    "recode": ("canonicalize", "case_when"),
    "regex_extract": ("extract",),
    "regex_replace": ("replace_text",),
    "replace": ("replace_text", "canonicalize", "null_values"),
    "replace_values": ("canonicalize", "null_values"),
    "shift": ("lag",),
    "simple_imputer": ("impute",),
    "split": ("split_column",),
    "standard_scaler": ("scale",),
    "standardize": ("scale",),
    "strip": ("trim",),
    "title_case": ("change_case",),
    "to_date": ("parse_datetime",),
    "to_datetime": ("parse_datetime",),
    "to_numeric": ("parse_number", "cast"),
    "upper": ("change_case",),
    "uppercase": ("change_case",),
    "when": ("case_when",),
    "where": ("filter",),
    "winsorize": ("clip", "outliers"),
    "with_columns": ("derive",),
    "accepted_values": ("in_set",),
    "allowed_values": ("in_set",),
    "expression_is_true": ("condition",),
    "is_in": ("in_set",),
    "isin": ("in_set",),
    "max": ("between",),
    "min": ("between",),
    "non_null": ("not_null",),
    "not_nullable": ("not_null",),
    "notna": ("not_null",),
    "pattern": ("matches",),
    "primary_key": ("unique", "not_null"),
    "range": ("between",),
    "regex": ("matches",),
    "relationships": ("foreign_key",),
    "required": ("not_null",),
}
"""Another name -> what may be meant here, the likeliest first."""


def meant(keyword: str) -> tuple[str, ...]:
    """Return the steps or checks that a name of elsewhere may mean.

    Examples
    --------
    >>> meant("dropna"), meant("DropDuplicates"), meant("trim")
    (('drop_missing',), ('deduplicate',), ())
    """
    spelled = "".join(f"_{each.lower()}" if each.isupper() else each for each in keyword).lstrip("_")
    return SYNONYMS.get(spelled, SYNONYMS.get(keyword.lower(), ()))
