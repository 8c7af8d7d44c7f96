"""How long the admin's pages take with a million jobs, on both databases; prints Markdown.

`python -m bench.admin [--jobs 1000000]`, from the project's folder. The pages are asked for in the process that counts,
without a server before it: it is the time of Django and of the database.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench.queue import servers

# Models can be imported only when Django is set up.
MEASURE = "import sys, django; django.setup(); from bench.admin.pages import main; main(int(sys.argv[1]))"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.admin", description=__doc__)
    parser.add_argument("--jobs", type=int, default=1_000_000)
    count = parser.parse_args().jobs
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-admin-")))
        postgresql = stack.enter_context(servers.postgresql(folder))
        addresses = {"SQLite": f"sqlite:///{folder}/jobs.sqlite3", "PostgreSQL": postgresql.database("jobs")}
        for name, address in addresses.items():
            environment = {
                "DJANGO_SETTINGS_MODULE": "imagesvc.settings",
                "IMAGESVC_DATA_DIR": str(folder / name),
                "DATABASE_URL": address,
                "IMAGESVC_LOG_LEVEL": "WARNING",
            }
            print(f"\n{count:,} jobs on {name}\n", flush=True)
            subprocess.run([sys.executable, "-c", MEASURE, str(count)], check=True, env=os.environ | environment)


if __name__ == "__main__":
    main()
