"""Serves a bundle as an application of Ray Serve: `serve run wrangle.serving.ray:app bundle=models/NAME`."""

import os
from typing import Any

from pydantic import BaseModel, ConfigDict

from wrangle.serving.exchange import Receive, Send
from wrangle.serving.make import make
from wrangle.serving.server import THREADS, Settings

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing phones home; Ray reads it when it is imported

ONGOING = 64
"""Requests that a replica takes at a time; they are answered together, as those of a server of its own are."""


class Arguments(BaseModel):
    """What an application is told, under `args:` in a file for `serve deploy`."""

    model_config = ConfigDict(extra="forbid")

    bundle: str
    """The folder of a bundle or a deployment, under the same path on all machines."""
    token_file: str | None = None
    """A file with the token that callers must bring; or set WRANGLE_SERVE_TOKEN for the replicas."""
    limits: dict[str, float] = {}
    """How much a request may ask for, in place of the rule file's `serve: {limits: ...}`."""


class Under:
    """An ASGI application behind a prefix: it sees paths as if it stood by itself."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Take the prefix off a request's path."""
        prefix = scope.get("root_path", "")
        if prefix and scope["type"] == "http":
            scope = {**scope, "path": scope["path"].removeprefix(prefix) or "/"}
        await self.app(scope, receive, send)


class Replica:
    """One of the processes that answer."""

    def __init__(self, arguments: Arguments) -> None:
        settings = Settings(
            arguments.bundle, token_file=arguments.token_file, limits=arguments.limits or None, spread=True
        )
        self.made = make(settings)
        self.made.waits = True  # Ray Serve sends no request before the model is there

    def __serve_build_asgi_app__(self) -> Under:  # Ray Serve's name
        return Under(self.made)

    def check_health(self) -> None:
        """Tell Ray Serve whether this replica answers; one that does not is replaced.

        Raises
        ------
        RuntimeError
            There is no model, or what keeps requests is dead.
        """
        if not self.made.ready:
            raise RuntimeError("the model does not answer, or requests cannot be kept: the replica's log tells why")


def deployment() -> Any:
    """Return what replicas are made of; a file for `serve deploy` may say otherwise under `deployments:`.

    Returns
    -------
    ray.serve.Deployment
    """
    from ray import serve

    made = serve.deployment(
        name="wrangle",
        max_ongoing_requests=ONGOING,
        ray_actor_options={"num_cpus": 1, "runtime_env": {"env_vars": dict(THREADS)}},
        health_check_period_s=5,
        graceful_shutdown_timeout_s=25,
    )
    return made(serve.ingress()(Replica))


def app(arguments: Arguments) -> Any:
    """Return the application of a bundle.

    Parameters
    ----------
    arguments : Arguments

    Returns
    -------
    ray.serve.Application
    """
    return deployment().bind(arguments)
