"""A real S3 endpoint for the tests: moto's server."""

import logging
from contextlib import contextmanager

import urllib3


@contextmanager
def s3_server():
    """A server with the bucket `bucket`; yields the settings that lead to it."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    urllib3.request("PUT", f"{address}/bucket")
    try:
        yield {
            "aws_endpoint_url": address,
            "aws_access_key_id": "test-id",
            "aws_secret_access_key": "test-secret-of-mine",
            "aws_region": "us-east-1",
        }
    finally:
        server.stop()


def put(options, key, data):
    """Put bytes into the bucket."""
    from obstore import put as put_object
    from obstore.store import from_url

    put_object(from_url("s3://bucket", config=options, client_options={"allow_http": True}), key, data)
