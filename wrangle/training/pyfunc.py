"""The model as MLflow loads it: a pyfunc made from this file, over the bundle's folder. No pickle.

MLflow runs this file where a model is loaded; it needs wrangle to be installed there.
"""

from __future__ import annotations

from typing import Any

import mlflow
from mlflow.pyfunc.model import PythonModel


class BundleModel(PythonModel):
    """Answers raw records by a bundle."""

    def load_context(self, context: Any) -> None:
        """Load the bundle: digests, types and golden records are held, as everywhere."""
        from wrangle.bundle.load import load_bundle
        from wrangle.bundle.predictor import Predictor

        self.predictor = Predictor(load_bundle(context.artifacts["bundle"]))

    def predict(self, context, model_input, params=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, ARG002
        """Return an answer for each raw record; MLflow reads type hints here as the model's signature, so it has none.

        Parameters
        ----------
        context : mlflow.pyfunc.PythonModelContext
        model_input : pandas.DataFrame, (records, raw columns)
        params : ignored

        Returns
        -------
        list of dict
            As the server answers.
        """
        given = model_input.astype(object)
        return self.predictor.answers(given.where(given.notna(), None).to_dict(orient="records"))


mlflow.models.set_model(BundleModel())
