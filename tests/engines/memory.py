"""How much memory one drawing takes: in a process of its own, so that its peak is the drawing's.

`python -m tests.engines.memory a1111 http://127.0.0.1:7860` prints JSON: how it ended, and the peak over the base.
"""

import importlib
import json
import sys
from pathlib import Path

from imagesvc.engines.base import EngineError
from tests.engines.conformance import Bench
from tests.engines.servers import make_server
from tests.engines.watching import Cancelled, Notes, Overdue

LARGEST = (4096, 4096)


def main(type_name: str, url: str) -> None:
    adapter = importlib.import_module(f"tests.engines.adapters.{type_name}").ADAPTER
    bench = Bench(adapter, server=make_server(type_name), url=url)
    engine = bench.engine()
    # What is loaded when it is first needed belongs to the base.
    bench.draw(engine=engine)
    bench.tell(json.loads(sys.stdin.read()))

    # Resets the peak to what is taken now (proc_pid_clear_refs(5)).
    Path("/proc/self/clear_refs").write_text("5")
    base = _mebibytes("VmRSS")
    try:
        drawing = bench.draw(Notes(seconds=60), engine=engine, width=LARGEST[0], height=LARGEST[1])
        ending = f"{len(drawing.pictures)} pictures"
    except EngineError as error:
        ending = error.code
    except (Cancelled, Overdue) as error:
        ending = type(error).__name__
    peak = _mebibytes("VmHWM")
    print(json.dumps({"ending": ending, "base": base, "over": peak - base}))  # noqa: T201  (a command's output)


def _mebibytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    (line,) = [each for each in lines if each.startswith(f"{name}:")]
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
