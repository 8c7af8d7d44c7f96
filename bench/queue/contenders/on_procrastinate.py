"""Procrastinate, as its documentation sets it up: psycopg 3, LISTEN/NOTIFY, ended jobs stay in its table."""

import os

from procrastinate import App, PsycopgConnector

from bench.queue.marks import mark

app = App(connector=PsycopgConnector(conninfo=os.environ["DATABASE_URL"]))


@app.task(name="job")
async def job(number: int) -> None:
    mark(number)


def prepare() -> None:
    app.open()
    app.schema_manager.apply_schema()


def submit(number: int) -> None:
    app.configure_task("job").defer(number=number)


def unfinished() -> int:
    rows = app.connector.get_sync_connector().execute_query_all(
        "SELECT count(*) AS number FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    )
    return int(rows[0]["number"])


if __name__ == "__main__":
    app.run_worker(concurrency=2)
