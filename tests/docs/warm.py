"""A Python that has the project loaded already and runs `manage.py` in forks of it: that saves a second a command.

`python -m tests.docs.warm SOCKET` waits for commands; `python warm.py SOCKET manage.py ...` has one run there, with its
own streams, folder and environment, and ends as that does.
"""

import json
import os
import runpy
import socket
import sys


def serve(path: str) -> None:
    """Run one command after the other, until killed."""
    import django  # noqa: PLC0415  (whoever only asks does not need it)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imagesvc.settings")
    django.setup()
    __import__("imagesvc.urls")  # the checks before most commands load it
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    while True:
        connection, _ = listener.accept()
        message, streams, _, _ = socket.recv_fds(connection, 2**16, 3)
        child = os.fork()
        if child == 0:
            listener.close()
            connection.close()
            run(json.loads(message), streams=streams)
            return
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(child, 0)
        connection.sendall(bytes([os.waitstatus_to_exitcode(status) % 256]))
        connection.close()


def run(wish: dict[str, object], *, streams: list[int]) -> None:
    """Become the process that was asked for."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(str(wish["folder"]))
    os.environ.update(wish["environment"])  # type: ignore[call-overload]  # (it was a dict)
    sys.argv = list(wish["words"])  # type: ignore[call-overload]  # (it was a list)
    runpy.run_path(sys.argv[0], run_name="__main__")


def ask(path: str, words: list[str]) -> int:
    """Have a command run, and return what it ended with."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        wish = json.dumps({"words": words, "folder": os.getcwd(), "environment": dict(os.environ)})  # noqa: PTH109  (a shell's own)
        socket.send_fds(connection, [wish.encode()], [0, 1, 2])
        return connection.recv(1)[0]


if __name__ == "__main__":
    if sys.argv[2:]:
        sys.exit(ask(sys.argv[1], sys.argv[2:]))
    serve(sys.argv[1])
