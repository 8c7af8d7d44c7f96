"""`manage.py up`: the whole service with one command, from an empty folder to a gallery that fills."""

import os
import secrets
import socket
import sys
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, InterfaceError, OperationalError, connection, connections, transaction
from django.db.models import F
from django_rich.management import RichCommand
from rich.progress import BarColumn, Progress, TextColumn

from imagesvc import demo
from imagesvc.web.address import AddressRefused, check_address, is_answering, url_of
from jobs.checks import count_pending_migrations, first_fault
from jobs.launcher import cluster_child, command_line, worker_count
from jobs.models import Job, JobStatus
from jobs.supervisor import MISCONFIGURED, Child, ChildFailed, Supervisor

ANSWER_WITHIN_SECONDS = 60
# How often the progress is read.
LOOK_SECONDS = 0.25
# The children's own grace period ends first; then we see to it.
FURTHER_GRACE_SECONDS = 5
# What --engine-demo can show, and where below its address each is.
DEMO_ENGINES = {"comfyui": "", "openai": "/v1", "a1111": "", "horde": "/api/v2"}


class Command(RichCommand):
    help = "Start the whole service, web server and workers, and on an empty database a demo world. Ctrl-C stops it."
    # They are run below, so that a fault is one sentence.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on")
        parser.add_argument("--workers", type=worker_count, default=settings.WORKERS, help="pictures drawn at a time")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
        parser.add_argument(
            "--engine-demo",
            choices=DEMO_ENGINES,
            help="draw with a small server that speaks the protocol of that engine, for people who integrate one",
        )

    def handle(
        self,
        *,
        host: str,
        port: int,
        workers: int,
        no_demo: bool,
        engine_demo: str | None,
        **options: Any,  # noqa: ARG002  (Django's)
    ) -> None:
        """Set up what is missing, then keep web server and workers running until a signal asks to stop."""
        self.check_configuration(host, port=port)
        self.migrate()
        self.make_admin()
        job_ids = [] if no_demo else self.load_demo()
        # No connection may be shared with a child.
        connections.close_all()
        # All has been checked.
        argv = command_line("serve", "--skip-checks", "--host", host, "--port", port)
        web = Child(name="The web server", argv=argv)
        children = [web, cluster_child(workers=workers)]
        if engine_demo is not None:
            children = self.with_demo_engine(children, type_name=engine_demo)
        try:
            with Supervisor(children, grace_seconds=settings.GRACE_SECONDS + FURTHER_GRACE_SECONDS) as supervisor:
                self.await_web_server(supervisor, url=url_of(host, port=port))
                self.show_progress(supervisor, job_ids=job_ids)
                while supervisor.watch(seconds=60):
                    pass
                self.console.print("Stopping. Once more stops at once.")
        except ChildFailed as failure:
            raise CommandError(str(failure), returncode=failure.exit_code) from failure

    def check_configuration(self, host: str, *, port: int) -> None:
        """1. Say in one sentence what keeps the service from running."""
        try:
            # With keys the user that is made below can log in; whether anybody can, the web server sees when it starts.
            is_public_allowed = settings.AUTH != "loopback"
            check_address(host, port=port, is_public_allowed=is_public_allowed, public_url=settings.PUBLIC_URL)
        except AddressRefused as refusal:
            raise CommandError(str(refusal), returncode=MISCONFIGURED if refusal.is_misconfigured else 1) from refusal
        if fault := first_fault():
            raise CommandError(fault, returncode=MISCONFIGURED)

    def migrate(self) -> None:
        """2. Bring the tables up to date."""
        pending = count_pending_migrations()
        if pending:
            call_command("migrate", verbosity=0, interactive=False)
            self.console.print(f"Set up the database ({pending} migrations).")

    def make_admin(self) -> None:
        """3. Make the first user; show the password once, or put it where only the owner can read it."""
        users = get_user_model()._default_manager
        if users.exists():
            return
        password = secrets.token_urlsafe(12)
        # What is no terminal may be a log.
        path = None if self.stdout.isatty() else settings.DATA_DIR / "admin_password"
        try:
            with transaction.atomic():
                users.create_superuser("admin", password=password)
                if path is not None:
                    _write_secret(path, f"{password}\n")
        except IntegrityError:
            return  # another start on this database was quicker, and has said so
        if path is None:
            self.console.print(f"Made the user [bold]admin[/] with the password [bold]{password}[/] (shown only now).")
        else:
            self.console.print(f"Made the user admin; the password stands in {path}", soft_wrap=True)

    def load_demo(self) -> list[UUID]:
        """4. Fill an empty database with the demo world; return the jobs that draw it."""
        job_ids = demo.load()
        if job_ids:
            self.console.print(f"Loaded the demo world and asked for its {len(job_ids)} pictures.")
        return job_ids

    def with_demo_engine(self, children: list[Child], *, type_name: str) -> list[Child]:
        """Add a fake engine server and have the others draw with it, our own engine standing in."""
        if not (settings.BASE_DIR / "tests" / "engines" / "servers").is_dir():
            raise CommandError("--engine-demo needs a checkout: the demo's servers are part of the tests.")
        port = _free_port()
        chosen = {
            "IMAGESVC_ENGINES": f"{type_name},pillow",
            f"IMAGESVC_ENGINE_{type_name.upper()}_URL": f"http://127.0.0.1:{port}{DEMO_ENGINES[type_name]}",
        }
        words = ("-m", "tests.engines.servers", type_name, "--port", str(port), "--script", '{"draw_seconds": 3}')
        # Its own folder may not be where it is started.
        paths = {"PYTHONPATH": str(settings.BASE_DIR)}
        server = Child(name="The demo engine", argv=[sys.executable, *words], environment=paths)
        self.console.print(f"Drawing with a demo of {type_name} at http://127.0.0.1:{port}")
        return [server, *(replace(child, environment=chosen) for child in children)]

    def await_web_server(self, supervisor: Supervisor, *, url: str) -> None:
        """5. Wait until the web server answers, and say where."""
        waited = 0.0
        while not is_answering(url):
            if not supervisor.watch(seconds=LOOK_SECONDS):
                return
            waited += LOOK_SECONDS
            if waited > ANSWER_WITHIN_SECONDS:
                raise CommandError(f"The web server did not answer at {url} within {ANSWER_WITHIN_SECONDS} seconds.")
        url = settings.PUBLIC_URL or url
        self.console.print(f"Gallery  {url}/\nAdmin    {url}/admin/\nAPI      {url}/api/jobs\nCtrl-C stops everything.")

    def show_progress(self, supervisor: Supervisor, *, job_ids: list[UUID]) -> None:
        """6. Show how jobs get on until all have ended: a bar on a terminal, else a line for each that has ended."""
        if not job_ids:
            return
        is_terminal = self.console.is_terminal
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[ended]} of {task.fields[all]}"),
        )
        told: set[UUID] = set()
        with Progress(*columns, console=self.console, disable=not is_terminal) as progress:
            bar = progress.add_task("Drawing", total=100 * len(job_ids), ended=0, all=len(job_ids))
            while supervisor.watch(seconds=LOOK_SECONDS):
                jobs = _read_jobs(job_ids)
                ended = [job for job in jobs if job.status in JobStatus.ENDED]
                done = sum(100 if job.status in JobStatus.ENDED else job.progress for job in jobs)
                progress.update(bar, completed=done, ended=len(ended))
                for job in ended:
                    if job.id not in told and not is_terminal:
                        line = f"{len(told) + 1} of {len(job_ids)}: {job.prompt_preview} ({job.status})"
                        self.console.print(line, markup=False, soft_wrap=True)
                    told.add(job.id)
                if jobs and len(ended) == len(jobs):
                    break
        connections.close_all()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _write_secret(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)


def _read_jobs(job_ids: list[UUID]) -> list[Job]:
    """Return the jobs in the order in which they ended; none while the database does not answer."""
    jobs = Job.objects.filter(id__in=job_ids).order_by(F("ended_at").asc(nulls_last=True), "id")
    try:
        return list(jobs.only("status", "progress", "prompt_preview"))
    except (OperationalError, InterfaceError):
        connection.close()
        return []
