"""Measures what a picture of the embedded engine costs, and prints Markdown.

`python -m bench.painter [--save FOLDER] [--quick] [file]`, from the project's folder, in its own environment. Drawn are
the entities of a saved game or, without one, the printmaker's samples, each as a real job in a database of its own.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import django

STARTED = time.monotonic()


def main() -> None:
    arguments = _parse()
    with tempfile.TemporaryDirectory(prefix="bench-painter-") as folder:
        # Before anything of Django is imported.
        os.environ |= {
            "IMAGESVC_DATA_DIR": folder,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "imagesvc.settings",
            "IMAGESVC_DEBUG": "1",
        }
        django.setup()
        from bench.painter import measuring, report  # noqa: PLC0415  (models can be imported only when Django is set up)

        exposures = measuring.prepare(arguments.save, most=24 if arguments.quick else None)
        _say(f"{len(exposures)} pictures as jobs")
        jobs = measuring.jobs(exposures)
        _say("how often the watch is asked")
        gaps = measuring.gaps(exposures[:: max(1, len(exposures) // 40)])
        _say("memory")
        memory = measuring.memory_of_kinds(exposures)
        _say("all sizes")
        sizes = measuring.sizes(quick=arguments.quick)
    text = report.table(jobs=jobs, gaps=gaps, memory=memory, sizes=sizes)
    print(text)
    if arguments.file:
        arguments.file.write_text(text + "\n")


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.painter", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="write the tables to this file, too")
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="a saved game whose entities are drawn")
    parser.add_argument("--quick", action="store_true", help="24 pictures, and no large ones")
    return parser.parse_args()


def _say(what: str) -> None:
    print(f"[{time.monotonic() - STARTED:5.0f} s] {what}", file=sys.stderr)


if __name__ == "__main__":
    main()
