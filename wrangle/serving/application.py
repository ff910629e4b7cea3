"""The application: which path is answered by what, and what surrounds every answer. ASGI, without a framework."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from wrangle.errors import CaptureError, RequestError, UnknownVariantError, WrangleError
from wrangle.sections.serve import Limits
from wrangle.serving import access, explain, openapi, page, truth, v2
from wrangle.serving.exchange import CLOSE, GoneError, Receive, Reply, Request, Send, json_reply, refusal
from wrangle.serving.inference import Call, Inference, Keeping, Models, new_id
from wrangle.serving.invocations import invoke
from wrangle.serving.metrics import CONTENT_TYPE, Metrics
from wrangle.serving.responding import id_of, respond
from wrangle.serving.verdict import Verdict

_log = logging.getLogger("wrangle.serving")

Handler = Callable[[Request], Awaitable[Reply]]
Setup = Callable[[Models], tuple[Limits, Keeping]]
"""Returns, once the models are loaded, how much a request may ask for, and where it is kept."""


def _plain(_models: Models) -> tuple[Limits, Keeping]:
    return Limits(), Keeping()


class App:
    """An ASGI application that answers records by models.

    Parameters
    ----------
    models
        What answers. It is loaded when the server starts, or with the first request.
    setup
        Says limits and capture, once the models are loaded.
    token
        What every caller must bring; None: nobody is asked.
    verdict
        What monitoring found last; None: nothing is told of it.
    """

    def __init__(
        self, models: Models, setup: Setup = _plain, *, token: str | None = None, verdict: Verdict | None = None
    ) -> None:
        self.models = models
        self.metrics = Metrics()
        self._verdict = verdict
        self.draining = False
        self.failed: Callable[[WrangleError], None] | None = None
        """Is called when the models cannot be loaded."""
        self.waits = False
        """Whether no connection is taken before the models are loaded: other workers take them."""
        self._setup = setup
        self._token = token
        self._inference: Inference | None = None
        self._keeping = Keeping()
        self._starting: asyncio.Task[None] | None = None
        self._open = 0
        self._routes: Mapping[str, Mapping[str, Handler]] = {
            "/ping": {"GET": self._ping},
            "/invocations": {"POST": self._invocations},
            "/explain": {"POST": self._explain},
            "/truth": {"POST": self._truth},
            "/execution-parameters": {"GET": self._parameters},
            "/metrics": {"GET": self._metrics},
            "/openapi.json": {"GET": self._openapi},
            "/": {"GET": page.html},
            "/page.js": {"GET": page.script},
            "/page.css": {"GET": page.style},
            "/v2": {"GET": self._server},
            "/v2/health/live": {"GET": self._live},
            "/v2/health/ready": {"GET": self._ready},
        }
        self.metrics.gauge("ready", "Whether there is a model that answers.", lambda: float(self.ready))
        self.metrics.gauge("requests_open", "Requests that are being answered.", lambda: self._open)
        self.metrics.gauge("records_waiting", "Records that wait for their turn.", self._waiting)

    @property
    def ready(self) -> bool:
        """Whether requests are answered now."""
        healthy = self._keeping.capture is None or self._keeping.capture.healthy()
        return self._inference is not None and self.models.ready and healthy and not self.draining

    # the life of the server

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request, or take part in the life of the server."""
        if scope["type"] == "http":
            await self._http(Request.of(scope, receive), send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self._starting = asyncio.create_task(self.start())
        if self.waits:
            await asyncio.wait([self._starting])
            if (error := self._starting.exception()) is not None:
                await send({"type": "lifespan.startup.failed", "message": str(error)})
                return
        else:
            self._starting.add_done_callback(_tell)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def start(self) -> None:
        """Load the models; until then requests are told to come again."""
        try:
            await self.models.start()
            limits, self._keeping = self._setup(self.models)
        except WrangleError as error:
            if self.failed is None:
                raise
            self.failed(error)
            return
        self._inference = Inference(self.models, limits, self.metrics, self._keeping)
        # what was loaded stays: the garbage collector need not walk through it again and again
        gc.collect()
        gc.freeze()

    async def stop(self) -> None:
        """Answer no more; what was taken is finished by then."""
        self.draining = True
        if self._starting is not None:
            self._starting.cancel()
        if self._inference is not None:
            self._inference.close()
        await self.models.stop()
        for each in (self._keeping.shadows, self._keeping.capture):
            if each is not None:
                await asyncio.to_thread(each.stop)

    # every request

    async def _http(self, request: Request, send: Send) -> None:
        began = time.perf_counter()
        self._open += 1
        route = "other"
        try:
            route, handler = self._find(request)
            access.hold_token(request.header(b"authorization"), request.path, self._token)
            reply = await handler(request)
        except RequestError as error:
            reply = refusal(error, request.id or new_id())
        except UnknownVariantError as error:
            reply = refusal(RequestError(400, "unknown_variant", str(error)), request.id)
        except CaptureError as error:
            _log.warning("request %s is refused: %s", request.id, error)
            what = "the request cannot be kept now, and it must be: try again soon"
            reply = refusal(RequestError(503, "capture_failed", what, {"retry-after": "1"}), request.id)
        except GoneError:
            self._open -= 1
            return
        except asyncio.CancelledError:
            self._open -= 1
            raise
        except Exception:  # noqa: BLE001  # whatever it is, the caller is told that it is ours
            request.id = request.id or new_id()
            _log.exception("request %s failed", request.id)
            what = "the server failed on this request: its log tells why, under the id"
            reply = refusal(RequestError(500, "internal_error", what), request.id)
        self._open -= 1
        self.metrics.answered(route, reply.status, time.perf_counter() - began)
        if self.draining:
            reply.headers.append(CLOSE)
        await reply.send(send)

    def _find(self, request: Request) -> tuple[str, Handler]:
        """Return the name of a route, and what answers it."""
        route, methods = request.path, self._routes.get(request.path)
        if methods is None:
            route, methods = v2.routes(request.path, self._model_metadata, self._model_ready, self._infer)
        method = "GET" if request.method == "HEAD" else request.method
        if method not in methods:
            allowed = ", ".join([*methods, *(["HEAD"] if "GET" in methods else [])])
            raise RequestError(405, "method_not_allowed", f"this path takes {allowed}", {"allow": allowed})
        return route, methods[method]

    def _answering(self) -> Inference:
        if self.draining:
            raise RequestError(503, "draining", "the server is stopping: ask another one", {"retry-after": "1"})
        if self._inference is None or not self.models.ready:
            raise RequestError(503, "not_ready", "the model is being loaded: try again soon", {"retry-after": "1"})
        return self._inference

    def _call(self, request: Request) -> Call:
        request.id = id_of(request)
        return self._answering().call(request.id, request.header(b"x-amzn-sagemaker-target-variant") or None)

    # the paths

    async def _ping(self, _request: Request) -> Reply:
        return Reply(b"", 200 if self.ready else 503)

    async def _live(self, _request: Request) -> Reply:
        return json_reply({"live": True})

    async def _ready(self, _request: Request) -> Reply:
        return json_reply({"ready": self.ready}, 200 if self.ready else 503)

    async def _invocations(self, request: Request) -> Reply:
        call = self._call(request)
        return respond(await invoke(request, call, self._answering()), request, call)

    async def _explain(self, request: Request) -> Reply:
        call = self._call(request)
        return respond(await explain.explain(request, call, self._answering()), request, call)

    async def _truth(self, request: Request) -> Reply:
        request.id = id_of(request)
        answering = self._answering()
        if self._keeping.store is None:
            what = "no requests are captured here, so there is nothing that a label could be joined to"
            raise RequestError(404, "no_captures", what)
        return await truth.take(request, answering, self._keeping.store)

    async def _infer(self, request: Request) -> Reply:
        call = self._call(request)
        return respond(await v2.infer(request, call, self._answering()), request, call)

    async def _model_metadata(self, request: Request) -> Reply:
        return json_reply(v2.metadata(request.path, self._answering(), self.models))

    async def _model_ready(self, request: Request) -> Reply:
        known = v2.metadata(request.path, self._answering(), self.models)
        return json_reply({"name": known["name"], "ready": self.ready})

    async def _server(self, _request: Request) -> Reply:
        return json_reply(v2.server())

    async def _parameters(self, _request: Request) -> Reply:
        limits = self._answering().limits
        megabytes = max(1, limits.body >> 20)
        return json_reply({"MaxConcurrentTransforms": 8, "BatchStrategy": "MULTI_RECORD", "MaxPayloadInMB": megabytes})

    async def _openapi(self, _request: Request) -> Reply:
        inference = self._answering()
        known = inference.facts(self.models.pick("", None))
        secured, takes = self._token is not None, self._keeping.store is not None
        return json_reply(openapi.document(known, inference.limits, secured=secured, truth=takes))

    async def _metrics(self, _request: Request) -> Reply:
        told = {f"models_{name}": value for name, value in self.models.describe().items() if _is_number(value)}
        if self._keeping.capture is not None:
            stats = self._keeping.capture.stats()
            told |= {f"capture_{name}": value for name, value in stats.items() if _is_number(value)}
            told["capture_healthy"] = float(self._keeping.capture.healthy())
        lines = () if self._verdict is None else self._verdict.lines()
        return Reply(self.metrics.text(told, lines), 200, [(b"content-type", CONTENT_TYPE)])

    def _waiting(self) -> float:
        return 0.0 if self._inference is None else float(self._inference.gatherer.waiting)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, bool))


def _tell(started: asyncio.Task[None]) -> None:
    """Say why the models could not be loaded, where nobody else does."""
    if not started.cancelled() and (error := started.exception()) is not None:
        _log.error("%s", error)
