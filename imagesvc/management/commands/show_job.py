"""`manage.py show_job ID`: one job with everything that happened to it, as a timeline."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.text import Text

from imagesvc.images.models import Image
from imagesvc.management import steering
from imagesvc.management.operators import OperatorCommand
from imagesvc.management.steering import ExitCode, ended
from imagesvc.management.terminal import duration, moment, printable, say, write_json
from jobs.history import Moment, history_of
from jobs.models import Job, Priority

EXAMPLES = {
    "show_job 019ab4c0-7a6e-7c3b-9d52-0f6a4f0e8d11": "everything that happened to it",
    "show_job 019ab4c0-7a6e-7c3b-9d52-0f6a4f0e8d11 --json": "the same as one JSON object",
}
STYLES = {"good": "green", "bad": "red", "plain": ""}
LABEL_COLUMNS = 11


class Command(OperatorCommand):
    help = "Show a job: what it is to draw, what happened when, its pictures, what it was requeued from and as what."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=UUID, help="the job's id")
        steering.add_json(parser)
        steering.add_examples(parser, EXAMPLES)

    def handle(self, *, id: UUID, as_json: bool, **options: Any) -> None:  # noqa: A002, ARG002  (Django's signature)
        job = Job.objects.filter(id=id).first()
        if job is None:
            raise ended(ExitCode.NOTHING_MATCHED, f"There is no job {id}.")
        facts, moments = _facts(job), history_of(job.id)
        if as_json:
            write_json(self.stdout, facts | {"timeline": [_as_json(each) for each in moments]})
            return
        for name, value in facts.items():
            if value not in (None, "", []):
                said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
                # On one line, which a prompt seldom is.
                say(self.console, f"{name:<{LABEL_COLUMNS}} {' '.join(said.split())}")
        self.console.print()
        _show_timeline(self.console, moments)


def _facts(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "status": job.status,
        "entity": f"{job.entity_type} {job.entity_id}".strip() or None,
        "client": job.client_id or None,
        "priority": Priority(job.priority).label.lower(),
        "attempts": job.attempt,
        "engine": job.engine or None,
        "error": job.error or None,
        "code": job.error_code or None,
        "size": f"{job.width}x{job.height}",
        "seed": job.seed,
        "prompt": job.prompt,
        "negative": job.negative_prompt or None,
        "parent": job.parent_id,
        "children": list(job.children.order_by("id").values_list("id", flat=True)),
        "pictures": [image.public_id for image in Image.objects.filter(job=job).order_by("id")],
    }


def _show_timeline(console: Console, moments: list[Moment]) -> None:
    """Show what happened, each line with the time since the one before."""
    before = None
    for each in moments:
        passed = "" if before is None else f"+{duration((each.at - before).total_seconds())}"
        who = f" ({each.by})" if each.by else ""
        line = f"{moment(each.at)} {passed:>12}  {each.heading}{who}{': ' if each.detail else ''}{each.detail}"
        console.print(Text(printable(line), style=STYLES[each.tone]), soft_wrap=True)
        before = each.at


def _as_json(each: Moment) -> dict[str, Any]:
    return {
        "at": each.at,
        "kind": each.kind,
        "attempt": each.attempt,
        "engine": each.engine or None,
        "worker": each.worker or None,
        "code": each.error_code or None,
        "by": each.by or None,
        "detail": each.detail or None,
    }
