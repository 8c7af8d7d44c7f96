"""What the commands share that run a batch: show what it would do, make sure, run it here, and say what came of it."""

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from imagesvc.audit.actors import actor_of_command
from imagesvc.batches.action import Options, Preview, Sayable
from imagesvc.batches.actions import ACTIONS, preview
from imagesvc.batches.models import Batch, BatchStatus
from imagesvc.batches.running import NotResumable, resume, run, start
from imagesvc.management.operators import OperatorCommand
from imagesvc.management.steering import ExitCode, above_zero, add_answers, ended, interruptible, is_terminal, make_sure
from imagesvc.management.terminal import progress_bar, say, show_table, write_json
from jobs.selection import WORDS

# Which command does an action.
COMMANDS = {"requeue": "requeue_jobs", "cancel": "cancel_jobs", "draw": "draw"}


def add_batch(parser: ArgumentParser, *, does: str) -> None:
    """Add the options of a command that runs a batch."""
    add_answers(parser, does=does)
    parser.add_argument("--rate", type=above_zero, metavar="N", help=f"have at most so many {does} in a second")
    parser.add_argument(
        "--resume", type=UUID, metavar="BATCH", help="go on with a batch that was stopped or has failed"
    )


def batch_options(options: Mapping[str, Any], **further: Any) -> Options:
    return Options(limit=options["limit"], rate=options["rate"], **further)


def run_new(
    command: OperatorCommand, action: str, selection: Sayable, chosen: Options, options: Mapping[str, Any]
) -> None:
    """Show what a batch would do, make sure, and run it.

    1. Look what would be done; end with code 3 if nothing matches. 2. With `--dry-run` show that and end. 3. Make sure.
    4. Run it here, and say what came of it.
    """
    with interruptible("Interrupted: nothing was done."):
        seen = preview(action, selection, chosen)
        doing = ACTIONS[action]
        if not seen.total and not seen.is_more:
            raise ended(ExitCode.NOTHING_MATCHED, f"No {doing.noun} match.")
        if options["dry_run"]:
            _tell_preview(command, action, seen, as_json=options["as_json"])
            return
        if not options["yes"] and is_terminal():
            _tell_preview(command, action, seen, as_json=False)
        make_sure(f"{doing.verb} them?", is_sure=options["yes"], console=command.console)
        batch = start(action, selection, chosen, actor=actor_of_command(), here=True)
    _run(command, batch, as_json=options["as_json"])


def go_on(command: OperatorCommand, action: str, options: Mapping[str, Any]) -> None:
    """Go on with the batch that `--resume` names; end with code 2 if it is another command's."""
    if also := [word.option for word in WORDS if options.get(word.name)]:
        raise ended(ExitCode.USAGE, f"--resume goes on with what was chosen before; leave out {also[0]}.")
    batch = Batch.objects.filter(id=options["resume"]).first()
    if batch is None:
        raise ended(ExitCode.NOTHING_MATCHED, f"There is no batch {options['resume']}.")
    if batch.action != action:
        raise ended(ExitCode.USAGE, f"That batch is one of another command: {_how_to_go_on(batch)}")
    try:
        batch = resume(batch.id, actor=actor_of_command(), here=True)
    except NotResumable as refusal:
        raise ended(ExitCode.SOME_FAILED, str(refusal)) from refusal
    _run(command, batch, as_json=options["as_json"])


def _run(command: OperatorCommand, batch: Batch, *, as_json: bool) -> None:
    doing = ACTIONS[batch.action]
    try:
        with progress_bar(doing.verb) as show:
            batch = run(
                batch.id, actor=actor_of_command(), on_progress=lambda now: show(now.matched, of=_expected(now))
            )
    except KeyboardInterrupt as interrupt:
        batch = Batch.objects.get(id=batch.id)
        sentence = f"Interrupted: {_outcome(batch)}. Go on with: {_how_to_go_on(batch)}"
        raise ended(ExitCode.INTERRUPTED, sentence) from interrupt
    if batch.status == BatchStatus.DONE and not batch.matched:
        # More was to be looked through than a preview does.
        raise ended(ExitCode.NOTHING_MATCHED, f"No {doing.noun} match.")
    if as_json:
        write_json(command.stdout, _as_json(batch))
    else:
        say(command.console, f"{_outcome(batch)}.")
        show_reasons(command, batch.reasons)
    if batch.status != BatchStatus.DONE:
        why = batch.error or f"it is {batch.status}"
        raise ended(ExitCode.SOME_FAILED, f"It did not come to its end: {why}. Go on with: {_how_to_go_on(batch)}")
    if batch.failed:
        raise ended(ExitCode.SOME_FAILED, f"{batch.failed:,} failed.")


def show_reasons(command: OperatorCommand, reasons: Mapping[str, int]) -> None:
    for reason, number in reasons.items():
        say(command.console, f"  {reason}: {number:,}")


def _expected(batch: Batch) -> int | None:
    limit = batch.options.get("limit")
    return min(filter(None, (batch.expected, limit)), default=None) if limit else batch.expected


def _outcome(batch: Batch) -> str:
    is_done = batch.status == BatchStatus.DONE
    of = batch.matched if is_done else max(batch.matched, _expected(batch) or 0)
    done = f"{batch.done:,} of {ACTIONS[batch.action].amount(of)} done"
    return f"{batch.action}: {done}, {batch.skipped:,} skipped, {batch.failed:,} failed"


def _how_to_go_on(batch: Batch) -> str:
    return f"manage.py {COMMANDS.get(batch.action, batch.action)} --resume {batch.id}"


def _as_json(batch: Batch) -> dict[str, Any]:
    return {
        "id": batch.id,
        "action": batch.action,
        "status": batch.status,
        "matched": batch.matched,
        "done": batch.done,
        "skipped": batch.skipped,
        "failed": batch.failed,
        "reasons": batch.reasons,
        "error": batch.error or None,
    }


def _tell_preview(command: OperatorCommand, action: str, seen: Preview, *, as_json: bool) -> None:
    doing = ACTIONS[action]
    counts = {"status": seen.by_status, "type": seen.by_type, "engine": seen.by_engine, "skipped": seen.skipped}
    if as_json:
        names = {"status": "byStatus", "type": "byType", "engine": "byEngine", "skipped": "skipped"}
        known = {"dryRun": True, "action": action, "total": seen.total, "more": seen.is_more, "judged": seen.judged}
        by = {names[name]: number for name, number in counts.items()}
        write_json(
            command.stdout, {**known, "doable": seen.doable, **by, "sample": [_sampled(row) for row in seen.sample]}
        )
        return
    amount = f"{'more than ' if seen.is_more else ''}{doing.amount(seen.total)}"
    judged = f" (of the first {seen.judged:,})" if seen.judged < seen.total or seen.is_more else ""
    say(command.console, f"{doing.verb} {seen.doable:,} of {amount}{judged}.", style="bold")
    for name, numbers in counts.items():
        if numbers:
            say(
                command.console,
                f"  {name}: " + ", ".join(f"{each or 'none'} {count:,}" for each, count in numbers.items()),
            )
    rows = [_sampled(row) for row in seen.sample]
    if rows:
        show_table(command.console, list(rows[0]), [list(row.values()) for row in rows])


def _sampled(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is shown of a row of the sample."""
    if "id" not in row:
        return {"type": row["entity_type"], "entity": row["entity_id"], "name": row["name"]}
    return {
        "id": row["id"],
        "status": row["status"],
        "type": row["entity_type"] or None,
        "entity": row["entity_id"] or None,
        "engine": row["engine"] or None,
        "created": row["created_at"],
        "prompt": row["prompt_preview"],
        "error": row["error"] or None,
    }
