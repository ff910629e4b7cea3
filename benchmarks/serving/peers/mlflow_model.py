"""The same work by hand as an MLflow model: `python mlflow_model.py BUNDLE FOLDER` writes it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import mlflow
from by_hand import ByHand


class Work(mlflow.pyfunc.PythonModel):
    def __init__(self, bundle: str) -> None:
        self.bundle = bundle

    def load_context(self, context) -> None:  # noqa: ARG002  # MLflow's
        self.work = ByHand(Path(self.bundle))

    def predict(self, context, model_input, params=None):  # noqa: ARG002  # MLflow's
        return self.work.predict(model_input)


if __name__ == "__main__":
    import by_hand
    import cloudpickle

    cloudpickle.register_pickle_by_value(by_hand)
    mlflow.pyfunc.save_model(sys.argv[2], python_model=Work(str(Path(sys.argv[1]).absolute())), pip_requirements=[])
