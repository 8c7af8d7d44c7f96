"""Who may do what in the admin: every address, action and button, as each role, against one table.

An address that is not in the table fails the test: whoever adds one says here who may use it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from imagesvc.audit.models import AuditEntry
from imagesvc.audit.trail import record
from imagesvc.images.models import Image
from imagesvc.keys.issuing import issue
from imagesvc.pool.models import EngineState
from jobs.models import Chore, Cluster, JobSubscription
from tests.admin.rows import ALICE, make_batch, make_delivery, make_ended_job
from tests.factories import make_character, make_exit, make_image, make_location, make_region, make_setting, make_thing

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOBODY: frozenset[str] = frozenset()
ADMINS = frozenset({"admin"})
OPERATORS = ADMINS | {"operator"}
VIEWERS = OPERATORS | {"viewer"}
EVERYBODY = ("nobody", "viewer", "operator", "admin")


@dataclass(frozen=True, kw_only=True)
class Rights:
    """Who may do what with the rows of one model; `acts` are actions on many, `buttons` those on one row's page."""

    see: frozenset[str] = VIEWERS
    add: frozenset[str] = NOBODY
    change: frozenset[str] = NOBODY
    delete: frozenset[str] = NOBODY
    buttons: dict[str, frozenset[str]] = field(default_factory=dict)
    acts: dict[str, frozenset[str]] = field(default_factory=dict)


DRAWABLE = Rights(
    add=ADMINS,
    change=ADMINS,
    delete=ADMINS,
    buttons={"draw": OPERATORS, "draw_again": OPERATORS},
    acts={"delete_selected": ADMINS},
)
WORLDLY = Rights(add=ADMINS, change=ADMINS, delete=ADMINS, acts={"delete_selected": ADMINS})
PEOPLE = Rights(see=ADMINS, add=ADMINS, change=ADMINS, delete=ADMINS, acts={"delete_selected": ADMINS})
TABLE = {
    "jobs_job": Rights(
        delete=ADMINS,
        buttons=dict.fromkeys(("cancel", "raise_to_front", "requeue", "requeue_changed"), OPERATORS),
        acts={**dict.fromkeys(("requeue", "cancel_all", "reprioritise"), OPERATORS), "delete": ADMINS},
    ),
    "batches_batch": Rights(buttons={"stop": OPERATORS, "resume": OPERATORS}),
    "images_image": Rights(
        delete=ADMINS,
        buttons={"star": OPERATORS, "unstar": OPERATORS},
        acts={"star": OPERATORS, "unstar": OPERATORS, "delete_with_files": ADMINS},
    ),
    "entities_character": DRAWABLE,
    "entities_location": DRAWABLE,
    "entities_locationexit": DRAWABLE,
    "entities_thing": DRAWABLE,
    "entities_region": WORLDLY,
    "entities_setting": Rights(
        add=ADMINS,
        change=ADMINS,
        delete=ADMINS,
        buttons={"draw_missing": OPERATORS},
        acts={"play": ADMINS, "delete_selected": ADMINS},
    ),
    "audit_auditentry": Rights(),
    "pool_enginestate": Rights(),
    "jobs_cluster": Rights(),
    "jobs_chore": Rights(),
    "jobs_jobsubscription": Rights(delete=ADMINS, acts={"delete_selected": ADMINS}),
    "webhooks_receiver": Rights(delete=ADMINS, acts={"resume": OPERATORS, "delete_selected": ADMINS}),
    "webhooks_delivery": Rights(
        delete=ADMINS,
        buttons={"send_again": OPERATORS},
        acts={"send_again": OPERATORS, "delete_selected": ADMINS},
    ),
    "keys_apikey": Rights(see=ADMINS, add=ADMINS, change=ADMINS, buttons={"revoke": ADMINS}),
    "auth_user": PEOPLE,
    "auth_group": PEOPLE,
}
# What starts a batch, by its action.
BATCHES = {
    "requeue": OPERATORS,
    "cancel": OPERATORS,
    "reprioritise": OPERATORS,
    "draw": OPERATORS,
    "delete": ADMINS,
}
# Buttons of the first page.
QUEUE = {"queue_pause": OPERATORS, "queue_resume": OPERATORS}
# Of Django's own those are left out that do nothing but what anybody may do who is logged in.
OTHERS = {"index": VIEWERS, **QUEUE}
DJANGO_S_OWN = {
    "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n", "view_on_site", "app_list",
    "auth_user_password_change", "batches_batch_new", None,
}  # fmt: skip
ARGUMENT = re.compile(r"<(?:path:)?object_id>|<id>")


@pytest.fixture
def rows() -> dict[str, object]:
    """Make one row of every model, and return its key; none that the admin would write otherwise in an address."""
    job = make_ended_job()
    batch = make_batch()
    return {
        "jobs_job": job.pk,
        "batches_batch": batch.pk,
        "images_image": make_image(job=job).pk,
        "entities_character": make_character(id="mira").pk,
        "entities_location": make_location(id="quay").pk,
        "entities_locationexit": make_exit(id="gate").pk,
        "entities_thing": make_thing(id="lantern").pk,
        "entities_region": make_region(id="marsh").pk,
        "entities_setting": make_setting(id="coast").pk,
        "audit_auditentry": record(ALICE, action="test").pk,
        "pool_enginestate": EngineState.objects.create(name="gpu").pk,
        "jobs_cluster": Cluster.objects.create(host="here", pid=1, workers=1).pk,
        "jobs_chore": Chore.objects.create(name="sweep").pk,
        "jobs_jobsubscription": JobSubscription.objects.create(job=job, client_id="tab-1").pk,
        "webhooks_delivery": (delivery := make_delivery(job)).pk,
        "webhooks_receiver": delivery.receiver_id,
        "keys_apikey": issue(name="game").key.pk,
        "auth_user": User.objects.create_user("somebody").pk,
        "auth_group": Group.objects.create(name="somebodies").pk,
    }


def patterns(branch: URLResolver, prefix: str = "") -> Iterator[tuple[str, str | None]]:
    for each in branch.url_patterns:
        address = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            yield address, each.name
        else:
            yield from patterns(each, address)


def names_in_the_admin() -> set[str | None]:
    return {name for address, name in patterns(get_resolver()) if address.startswith("admin/")}


def names_in_the_table() -> set[str | None]:
    of_models = {
        f"{model}_{name}"
        for model, rights in TABLE.items()
        for name in ("changelist", "add", "change", "delete", "history", *rights.buttons)
    }
    return of_models | set(OTHERS) | DJANGO_S_OWN


def may(answer: HttpResponse) -> bool:
    """Say whether somebody got through: not sent to the login, and not refused."""
    is_sent_away = answer.status_code == 302 and answer["Location"].startswith("/admin/login/")
    assert answer.status_code in (200, 302, 400, 403), answer.status_code
    return not is_sent_away and answer.status_code != 403


def test_table_has_every_address_and_every_model() -> None:
    registered = {f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry}

    assert set(TABLE) == registered
    assert names_in_the_admin() == names_in_the_table()


@pytest.mark.parametrize("role", EVERYBODY)
def test_pages_open_for_whom_the_table_says(
    client_of: Callable[[str], Client], rows: dict[str, object], role: str
) -> None:
    client = client_of(role)
    opened: dict[str, bool] = {}
    expected: dict[str, bool] = {}
    for model, rights in TABLE.items():
        wanted = {
            "changelist": rights.see,
            "change": rights.see,
            "history": rights.see,
            "add": rights.add,
            "delete": rights.delete,
        }
        for name, roles in wanted.items():
            arguments = [rows[model]] if name not in ("changelist", "add") else []
            opened[f"{model} {name}"] = may(client.get(reverse(f"admin:{model}_{name}", args=arguments)))
            expected[f"{model} {name}"] = role in roles
    opened["index"], expected["index"] = may(client.get("/admin/")), role in VIEWERS

    assert opened == expected


@pytest.mark.parametrize("role", EVERYBODY)
def test_changes_are_taken_from_whom_the_table_says(
    client_of: Callable[[str], Client], rows: dict[str, object], role: str
) -> None:
    client = client_of(role)
    taken: dict[str, bool] = {}
    expected: dict[str, bool] = {}
    for model, rights in TABLE.items():
        taken[f"{model} change"] = may(client.post(reverse(f"admin:{model}_change", args=[rows[model]]), {}))
        expected[f"{model} change"] = role in rights.change
        taken[f"{model} add"] = may(client.post(reverse(f"admin:{model}_add"), {}))
        expected[f"{model} add"] = role in rights.add

    assert taken == expected


@pytest.mark.parametrize("role", EVERYBODY)
def test_buttons_obey_whom_the_table_says_and_only_as_a_post(
    client_of: Callable[[str], Client], rows: dict[str, object], role: str
) -> None:
    client = client_of(role)
    obeyed: dict[str, bool] = {}
    expected: dict[str, bool] = {}
    for model, rights in TABLE.items():
        for name, roles in rights.buttons.items():
            address = reverse(f"admin:{model}_{name}", args=[rows[model]])
            asked = client.get(address).status_code
            obeyed[f"{model} {name}"] = may(client.post(address))
            expected[f"{model} {name}"] = role in roles
            assert asked == (302 if role == "nobody" else 405)
    for name, roles in QUEUE.items():
        obeyed[name], expected[name] = may(client.post(reverse(f"admin:{name}"))), role in roles

    assert obeyed == expected


def test_no_button_obeys_another_site(rows: dict[str, object]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("root"))
    addresses = [
        reverse(f"admin:{model}_{name}", args=[rows[model]])
        for model, rights in TABLE.items()
        for name in rights.buttons
    ]
    addresses += [reverse("admin:batches_batch_new", args=[action]) for action in BATCHES]
    addresses += [reverse(f"admin:{name}") for name in QUEUE]

    assert {client.post(address, {"start": "yes"}).status_code for address in addresses} == {403}


@pytest.mark.parametrize("role", EVERYBODY)
def test_buttons_are_shown_to_whom_the_table_says(
    client_of: Callable[[str], Client], rows: dict[str, object], role: str
) -> None:
    client = client_of(role)
    shown, offered = set(), set()
    for model, rights in TABLE.items():
        html = client.get(reverse(f"admin:{model}_change", args=[rows[model]])).content.decode()
        for name, roles in rights.buttons.items():
            address = reverse(f"admin:{model}_{name}", args=[rows[model]])
            if f'action="{address}"' in html:
                shown.add(f"{model} {name}")
            if role in roles:
                offered.add(f"{model} {name}")

    assert shown <= offered
    assert bool(shown) == (role in OPERATORS)


@pytest.mark.parametrize("role", EVERYBODY[1:])
def test_actions_on_many_are_offered_to_whom_the_table_says(client_of: Callable[[str], Client], role: str) -> None:
    request = RequestFactory().get("/admin/")
    client_of(role)
    request.user = User.objects.get(username=f"{role}-of-us")

    offered = {
        f"{model._meta.app_label}_{model._meta.model_name}": set(at.get_actions(request))
        for model, at in admin.site._registry.items()
    }

    assert offered == {
        model: {name for name, roles in rights.acts.items() if role in roles} for model, rights in TABLE.items()
    }


@pytest.mark.parametrize("role", ["nobody", "viewer"])
def test_actions_on_many_do_nothing_for_whom_may_only_look(
    client_of: Callable[[str], Client], rows: dict[str, object], role: str
) -> None:
    client = client_of(role)
    told = AuditEntry.objects.count()

    answers = [
        client.post(reverse(f"admin:{model}_changelist"), {"action": name, "_selected_action": [rows[model]]})
        for model, rights in TABLE.items()
        for name in rights.acts
    ]

    # Where there is no such action Django shows the list again, or says so.
    assert {answer.status_code for answer in answers} <= {200, 302, 403}
    assert not any("/new/" in answer.headers.get("Location", "") for answer in answers)
    assert AuditEntry.objects.count() == told
    assert not Image.objects.filter(is_starred=True).exists()


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("action", BATCHES)
def test_batches_are_begun_by_whom_the_table_says(client_of: Callable[[str], Client], role: str, action: str) -> None:
    client = client_of(role)
    words = "which=all" if action == "draw" else "status=failed"
    address = f"{reverse('admin:batches_batch_new', args=[action])}?{words}"

    seen, begun = may(client.get(address)), may(client.post(address, {"start": "yes"}))

    assert (seen, begun) == (role in BATCHES[action], role in BATCHES[action])


def test_operator_resumes_no_batch_that_only_an_admin_may_begin(client_of: Callable[[str], Client]) -> None:
    batch = make_batch("delete")
    operator = client_of("operator")
    operator.post(reverse("admin:batches_batch_stop", args=[batch.pk]))

    answer = operator.post(reverse("admin:batches_batch_resume", args=[batch.pk]))

    batch.refresh_from_db()
    assert (answer.status_code, batch.status) == (403, "stopped")


def test_member_of_no_group_sees_nothing(client: Client, rows: dict[str, object]) -> None:
    client.force_login(User.objects.create_user("newcomer", is_staff=True, date_joined=timezone.now()))

    opened = {model: may(client.get(reverse(f"admin:{model}_changelist"))) for model in TABLE}

    assert opened == dict.fromkeys(TABLE, False)
