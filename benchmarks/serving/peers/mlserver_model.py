"""The same work by hand as an MLServer runtime; `run.py` writes its settings and starts it."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import pandas as pd
from by_hand import ByHand
from fastapi import Request
from mlserver import MLModel
from mlserver.handlers import custom_handler
from starlette.responses import JSONResponse


class Work(MLModel):
    async def load(self) -> bool:
        self.work = ByHand(Path(os.environ["BUNDLE"]))
        return True

    @custom_handler(rest_path="/invocations")
    async def invocations(self, request: Request) -> JSONResponse:
        return JSONResponse(self.work.predict(pd.DataFrame([await request.json()]))[0])
