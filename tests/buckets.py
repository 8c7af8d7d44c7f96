"""A real S3 server for tests, from moto: on a free port of this machine, with a bucket of its own, and able to go away.

What is stored stays in this process, so a server that is started again has it still.
"""

import logging
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from boto3.session import Session
from moto.server import ThreadedMotoServer

PREFIX = "some/game"
ACCESS_KEY = "the-access-key"
SECRET_KEY = "the-secret-key"
REGION = "eu-central-1"


class S3Server:
    """Where the server is, how to reach it as a storage of pictures, and what lies in its bucket."""

    def __init__(self) -> None:
        self._server: ThreadedMotoServer | None = None
        self.bucket = f"pictures-{uuid.uuid4().hex}"
        self.port = 0
        self.start()
        self.client = Session(ACCESS_KEY, SECRET_KEY).client("s3", endpoint_url=self.url, region_name=REGION)
        self.client.create_bucket(Bucket=self.bucket, CreateBucketConfiguration={"LocationConstraint": REGION})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def storage(self) -> dict[str, Any]:
        """What stands in Django's STORAGES."""
        options = {
            "bucket_name": self.bucket,
            "location": PREFIX,
            "endpoint_url": self.url,
            "region_name": REGION,
            "access_key": ACCESS_KEY,
            "secret_key": SECRET_KEY,
        }
        return {"BACKEND": "imagesvc.images.bucket.PictureBucket", "OPTIONS": options}

    @property
    def environment(self) -> dict[str, str]:
        """What the operator of a service sets."""
        return {
            "IMAGESVC_PICTURES": f"s3://{self.bucket}/{PREFIX}",
            "IMAGESVC_S3_ENDPOINT_URL": self.url,
            "IMAGESVC_S3_REGION": REGION,
            "IMAGESVC_S3_ACCESS_KEY": ACCESS_KEY,
            "IMAGESVC_S3_SECRET_KEY": SECRET_KEY,
        }

    def names(self) -> list[str]:
        """Return the names of all files, without our prefix."""
        return [key.removeprefix(f"{PREFIX}/") for key in self._keys()]

    def put(self, name: str) -> None:
        """Have a small file there, as if somebody else had stored it."""
        self.client.put_object(Bucket=self.bucket, Key=f"{PREFIX}/{name}", Body=b"x")

    def empty(self) -> None:
        for key in self._keys():
            self.client.delete_object(Bucket=self.bucket, Key=key)

    def start(self) -> None:
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=self.port, verbose=False)
        self._server.start()
        self.port = self._server.get_host_and_port()[1]

    def stop(self) -> None:
        """Go away: nobody listens any more."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def _keys(self) -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        return [each["Key"] for page in pages for each in page.get("Contents", ())]


@contextmanager
def s3_server() -> Iterator[S3Server]:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = S3Server()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def overloaded_server() -> Iterator[str]:
    """Run a server that is there and asks everybody to come later; return its address."""
    with _running(_Overloaded) as address:
        yield address


@contextmanager
def breaking_server(*, size: int, sent: int) -> Iterator[str]:
    """Run a server that has every file, of one size, and hangs up when it has sent a part of it."""
    with _running(type("Breaking", (_Breaking,), {"size": size, "sent": sent})) as address:
        yield address


@contextmanager
def _running(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class' name)
        """Say nothing."""


class _Overloaded(_Quiet):
    def _answer(self) -> None:
        body = b"<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>"
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(503)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    do_GET = do_HEAD = do_PUT = do_DELETE = _answer  # noqa: N815  (the base class' names)


class _Breaking(_Quiet):
    size: int
    sent: int

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(self.size))
        self.send_header("Last-Modified", "Mon, 21 Sep 2026 14:13:20 GMT")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()
        self.wfile.write(b"x" * self.sent)
