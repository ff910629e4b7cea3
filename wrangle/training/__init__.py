"""From clean rows to a model: split, matrix, estimators, search, evaluation, registry."""
