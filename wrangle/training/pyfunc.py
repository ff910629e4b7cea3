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

    def predict(self, context: Any, model_input: Any, params: Any = None) -> Any:  # noqa: ARG002  # MLflow's signature
        """Return an answer for each raw record.

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
        records = model_input.astype(object).where(model_input.notna(), None).to_dict(orient="records")
        return self.predictor.answers(records)


mlflow.models.set_model(BundleModel())
