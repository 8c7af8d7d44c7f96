"""`manage.py list_jobs`: the newest jobs, or those that some words say."""

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from typing import Any

from imagesvc.api import payloads
from imagesvc.management import steering
from imagesvc.management.operators import OperatorCommand
from imagesvc.management.steering import ExitCode, ended, interruptible
from imagesvc.management.terminal import duration, moment, show_table, write_json
from jobs.models import Job
from jobs.selection import Selection

EXAMPLES = {
    "list_jobs --status failed --newer 1d": "what failed since yesterday",
    "list_jobs --status queued --older 1h --limit 10": "who waits for more than an hour",
    'list_jobs --prompt "red dragon" --json': "one JSON object a line",
}
USUAL_LIMIT = 50
CHUNK = 500
COLUMNS = (*payloads.DETAIL_COLUMNS, "error_code")
HEADS = ("id", "status", "made", "took", "attempts", "entity", "engine", "client", "prompt", "error")


class Command(OperatorCommand):
    help = "List jobs, the newest first; exit with 3 if there is none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        steering.add_selection(parser)
        parser.add_argument(
            "--limit", type=steering.at_least_one, default=USUAL_LIMIT, metavar="N", help=f"usually {USUAL_LIMIT}"
        )
        steering.add_json(parser)
        steering.add_examples(parser, EXAMPLES)

    def handle(self, *, limit: int, as_json: bool, **options: Any) -> None:
        selection = steering.selection_in(options)
        listed = 0
        with interruptible("Interrupted."):
            for rows in _chunks(selection, limit=limit):
                listed += len(rows)
                if as_json:
                    self.write_lines(rows)
                else:
                    show_table(self.console, HEADS, [_cells(row) for row in rows])
        if not listed:
            raise ended(ExitCode.NOTHING_MATCHED, "No jobs match.")

    def write_lines(self, rows: list[Mapping[str, Any]]) -> None:
        """Write each job in the words of the API."""
        for row, summary in zip(rows, payloads.job_summaries(rows), strict=True):
            more = {
                "engine": row["engine"],
                "clientId": row["client_id"],
                "error": row["error"],
                "code": row["error_code"],
            }
            write_json(self.stdout, summary | {name: value or None for name, value in more.items()})


def _chunks(selection: Selection, *, limit: int) -> Iterator[list[Mapping[str, Any]]]:
    """Yield rows of COLUMNS, at most so many, the newest first."""
    behind, left, is_more = None, limit, True
    while is_more and left:
        stretch = selection.walk(behind=behind, size=min(CHUNK, left))
        rows: list[Mapping[str, Any]] = list(Job.objects.filter(id__in=stretch.ids).order_by("-id").values(*COLUMNS))
        if rows:
            yield rows
        behind, left, is_more = stretch.end, left - len(rows), stretch.end is not None


def _cells(row: Mapping[str, Any]) -> list[object]:
    ran = row["ended_at"] - row["started_at"] if row["ended_at"] and row["started_at"] else None
    return [
        row["id"],
        row["status"],
        moment(row["created_at"]),
        duration(ran.total_seconds() if ran else None),
        row["attempt"],
        f"{row['entity_type']} {row['entity_id']}".strip(),
        row["engine"],
        row["client_id"],
        row["prompt_preview"],
        row["error"],
    ]
