"""A real S3 endpoint for the tests: moto's server, in a process of its own.

In this process it could not answer: some clients hold Python's lock while they wait.
"""

import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import urllib3


@contextmanager
def s3_server():
    """A server with the bucket `bucket`; yields the settings that lead to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _make_bucket(address, server)
            yield {
                "aws_endpoint_url": address,
                "aws_access_key_id": "test-id",
                "aws_secret_access_key": "test-secret-of-mine",
                "aws_region": "us-east-1",
            }
        finally:
            server.kill()


def _make_bucket(address, server):
    until = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < until:
        try:
            urllib3.request("PUT", f"{address}/bucket", retries=False)
        except urllib3.exceptions.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the S3 server did not start")


def put(options, key, data):
    """Put bytes into the bucket."""
    from obstore import put as put_object
    from obstore.store import from_url

    put_object(from_url("s3://bucket", config=options, client_options={"allow_http": True}), key, data)
