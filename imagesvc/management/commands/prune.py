"""`manage.py prune`: forgets old jobs and what happened to them, and removes pictures that nobody needs any more.

Current and starred pictures are never pruned, and no job that has not ended.
"""

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from entities.kinds import types_named
from imagesvc.audit.actors import actor_of_command
from imagesvc.audit.trail import record
from imagesvc.images import pruning as images_pruning
from imagesvc.images.pruning import Retention, Useless
from imagesvc.management import steering
from imagesvc.management.operators import OperatorCommand
from imagesvc.management.steering import ExitCode, ended, interruptible
from imagesvc.management.terminal import progress_bar, say, write_json
from imagesvc.webhooks.models import Callback, Delivery
from jobs import pruning as jobs_pruning
from jobs.selection import WORDS, Selection, in_worlds

EXAMPLES = {
    "prune jobs --older 30d --keep 10000": "jobs older than a month, but for the newest ten thousand",
    "prune events --older 7d": "what happened between the beginning and the end of old jobs",
    "prune superseded --keep 3 --dry-run": "look how many former pictures there are beyond three of each entity",
    "prune orphaned superseded --older 4w --yes": "pictures whose entity is gone, and former ones, without asking",
}
SUBJECTS = {
    "jobs": "jobs that have ended, with their events; their pictures stay",
    "events": "what happened to such jobs between their beginning and their end",
    "orphaned": "pictures whose entity is gone",
    "superseded": "pictures that are not their entity's present one",
}
# What can be said of pictures; the other words are of jobs alone.
OF_PICTURES = ("entityType", "entityId", "world", "engine", "older", "newer", "createdAfter", "createdBefore", "prompt")
MOST_COUNTED = 100_000


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What of one subject is to go."""

    subject: str
    selection: Selection
    keep: int

    @property
    def is_of_pictures(self) -> bool:
        return self.subject in {useless.value for useless in Useless}


class Command(OperatorCommand):
    help = (
        "Prune "
        + "; ".join(f"{subject}: {what}" for subject, what in SUBJECTS.items())
        + ". What is younger than --older says, or among the newest that --keep says, stays. "
        "Current and starred pictures are never pruned."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("subjects", nargs="+", choices=SUBJECTS, metavar="SUBJECT", help=", ".join(SUBJECTS))
        group = steering.add_selection(parser)
        group.add_argument("--keep", type=_count, metavar="N", help="the newest N jobs; of pictures, N of each entity")
        steering.add_all(group)
        steering.add_answers(parser, does="pruned")
        steering.add_examples(parser, EXAMPLES)

    def handle(self, *, subjects: list[str], **options: Any) -> None:
        """Prune the subjects one after the other.

        1. See what may go; end with code 3 if nothing may. 2. With `--dry-run` say that and end. 3. Make sure.
        4. Prune, a few at a time.
        """
        plans = plans_in(subjects, options)
        with interruptible("Interrupted: nothing was pruned."):
            counts = {plan.subject: count(plan) for plan in plans}
            self.tell(counts, options)
            if not any(counts.values()):
                raise ended(ExitCode.NOTHING_MATCHED, "There is nothing to prune.")
            if options["dry_run"]:
                return
            steering.make_sure("Prune them?", is_sure=options["yes"], console=self.console)
        left = options["limit"]
        for plan in plans:
            pruned = self.prune(plan, expected=counts[plan.subject], most=left, as_json=options["as_json"])
            left = None if left is None else left - pruned
            if left == 0:
                return

    def tell(self, counts: Mapping[str, int], options: Mapping[str, Any]) -> None:
        """Say what may go, where that is asked for or a person is about to decide."""
        if options["dry_run"] and options["as_json"]:
            for subject, number in counts.items():
                row = {"dryRun": True, "subject": subject, "total": min(number, MOST_COUNTED)}
                write_json(self.stdout, row | {"more": number > MOST_COUNTED})
        elif options["dry_run"] or (steering.is_terminal() and not options["yes"]):
            for subject, number in counts.items():
                amount = f"more than {MOST_COUNTED:,}" if number > MOST_COUNTED else f"{number:,}"
                say(self.console, f"{subject}: {amount} may go.")

    def prune(self, plan: Plan, *, expected: int, most: int | None, as_json: bool) -> int:
        """Prune one subject, leave an audit entry whatever happens, and return how many went."""
        pruned, outcome = 0, "interrupted"
        expected = expected if most is None else min(expected, most)
        try:
            with progress_bar(f"Pruning {plan.subject}") as show:
                for number in prune(plan, most=most):
                    pruned += number
                    show(pruned, of=max(pruned, expected))
            outcome = "done"
        except KeyboardInterrupt as interrupt:
            sentence = f"Interrupted: {pruned:,} {plan.subject} pruned. The same command again goes on."
            raise ended(ExitCode.INTERRUPTED, sentence) from interrupt
        finally:
            record(
                actor_of_command(),
                action="prune",
                subject=plan.subject,
                selection=plan.selection.words() | ({"keep": [str(plan.keep)]} if plan.keep else {}),
                counts={"pruned": pruned},
                outcome=outcome,
            )
        if as_json:
            write_json(self.stdout, {"subject": plan.subject, "pruned": pruned})
        else:
            say(self.console, f"{plan.subject}: {pruned:,} pruned.")
        return pruned


def plans_in(subjects: Sequence[str], options: Mapping[str, Any]) -> list[Plan]:
    """Return what is to go, by subject; end with code 2 where the words say too little, or nothing of a subject."""
    selection, keep = steering.selection_in(options), options["keep"]
    plans = [Plan(subject=subject, selection=selection, keep=keep or 0) for subject in dict.fromkeys(subjects)]
    said = [word for word in WORDS if options.get(word.name)]
    of_jobs = [word.option for word in said if word.name not in OF_PICTURES]
    of_jobs += ["--ids-from"] if options["ids_from"] else []
    for plan in plans:
        if plan.is_of_pictures and of_jobs:
            raise ended(ExitCode.USAGE, f"{of_jobs[0]} says nothing of pictures.")
        if plan.subject != "orphaned" and selection.is_everything and keep is None and not options["is_all"]:
            raise ended(ExitCode.USAGE, f"Say which {plan.subject} may go: --older, --keep, or --all.")
    return plans


def count(plan: Plan) -> int:
    """Count what may go; beyond MOST_COUNTED, one more than that."""
    if plan.is_of_pictures:
        return images_pruning.prunable(Useless(plan.subject), _retention(plan))[: MOST_COUNTED + 1].count()
    counted = 0
    for job_ids in _jobs(plan):
        counted += len(job_ids) if plan.subject == "jobs" else jobs_pruning.events_between(job_ids).count()
        if counted > MOST_COUNTED:
            return MOST_COUNTED + 1
    return counted


def prune(plan: Plan, *, most: int | None) -> Iterator[int]:
    """Prune, and yield how many with every step."""
    if plan.is_of_pictures:
        return images_pruning.prune(Useless(plan.subject), _retention(plan), most=most)
    forget = jobs_pruning.prune_jobs if plan.subject == "jobs" else jobs_pruning.prune_events
    return forget(_jobs(plan), most=most)


def _jobs(plan: Plan) -> Iterator[list[Any]]:
    # Somebody who waits to be told of a job's end would never be.
    untold = Q(Exists(Delivery.objects.pending().filter(job=OuterRef("pk")))) | Q(
        Exists(Callback.objects.filter(job=OuterRef("pk"), is_open=True))
    )
    return jobs_pruning.prunable_jobs(plan.selection, newest=plan.keep, only_if=~untold)


def _retention(plan: Plan) -> Retention:
    return Retention(older_than=plan.selection.created_before, newest=plan.keep, within=_pictures_of(plan.selection))


def _pictures_of(selection: Selection) -> Q:
    """Return the condition on pictures that a selection's words for jobs mean."""
    within = in_worlds(selection.worlds)
    if selection.entity_types:
        within &= Q(entity_type__in={name for word in selection.entity_types for name in types_named(word)})
    if selection.entity_id is not None:
        within &= Q(entity_id=selection.entity_id)
    if selection.engines:
        within &= Q(engine__in=selection.engines)
    if selection.created_after is not None:
        within &= Q(created_at__gte=selection.created_after)
    for words in selection.prompts:
        within &= Q(prompt__icontains=words)
    return within


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError
    return number
