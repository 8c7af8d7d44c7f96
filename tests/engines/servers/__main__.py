"""A fake engine in a process of its own: `python -m tests.engines.servers a1111 --script '{"pictures": 2}'`."""

import argparse
import asyncio
import json
import signal

from tests.engines.servers import TYPES, make_server
from tests.engines.servers.asgi import listen, serve


def main() -> None:
    parser = argparse.ArgumentParser(description="Run a fake engine until it is interrupted.")
    parser.add_argument("type", choices=sorted(TYPES))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--script", type=json.loads, default={}, help="what it does, as JSON: see script.py")
    options = parser.parse_args()
    asyncio.run(_run(options))


async def _run(options: argparse.Namespace) -> None:
    application = make_server(options.type, **options.script)
    listener = listen(host=options.host, port=options.port)
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    host, port = listener.getsockname()[:2]
    print(f"A fake {options.type} answers at http://{host}:{port}", flush=True)  # noqa: T201  (a command's output)
    await serve(application, listener, stopping=stopping)


if __name__ == "__main__":
    main()
