"""The list of bad inputs and threats that this service was built against, line by line under its numbers.

What one request can show is tried here: refused in the contract's shape, no row written, nothing logged raw. Every
other line names the tests that try it. A number without either fails.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.api.refusals import JSON, assert_all_refused, rows, send
from tests.factories import engines, make_thing

TESTS = Path(__file__).parent.parent
REQUEST, GENERATE = "/api/images/request", "/api/generate-image"
SIDE, SEED = "must be a whole number from 64 to 4096.", "must be a whole number from 0 to 4294967295."
TEXT, UNCLEAR, OBJECT = "must be a text.", "The body is not valid JSON", "The body must be a JSON object"
NO_JOB, NO_IMAGE = "There is no job with this id.", "There is no image with this id."


@dataclass(frozen=True, kw_only=True)
class Try:
    """One request, and how it is refused."""

    body: Any = ""
    method: str = "POST"
    address: str = GENERATE
    content_type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 400
    error: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the list: the requests that are tried here, and the tests elsewhere."""

    number: str
    says: str
    tries: Sequence[Try] = ()
    elsewhere: Sequence[str] = ()


def bodies(*several: str | bytes, error: str, status: int = 400, content_type: str = JSON) -> list[Try]:
    return [Try(body=body, error=error, status=status, content_type=content_type) for body in several]


def prompts(*values: Any, error: str) -> list[Try]:
    return [Try(body={"prompt": value}, error=f"prompt {error}") for value in values]


def fields(name: str, *values: Any, error: str) -> list[Try]:
    return [Try(body={"prompt": "A lighthouse.", name: value}, error=f"{name} {error}") for value in values]


def entities(*, error: str, status: int = 400, **said: Sequence[Any]) -> list[Try]:
    """Ask for a thing, with each of the values in place of what is right."""
    right = {"entityType": "item", "entityId": "thing_1"}
    return [
        Try(address=REQUEST, body=right | {name: value}, error=error, status=status)
        for name, values in said.items()
        for value in values
    ]


def looks(start: str, *ids: str, error: str, method: str = "GET") -> list[Try]:
    return [Try(method=method, address=start + quote(each, safe=""), error=error, status=404) for each in ids]


BAD_INPUTS = [
    Line(number="1", says="no body", tries=bodies("", error="The body is empty")),
    Line(number="2", says="null", tries=bodies("null", error=OBJECT)),
    Line(number="3", says="a list", tries=bodies("[]", error=OBJECT)),
    Line(number="4", says="a text", tries=bodies('"a"', error=OBJECT)),
    Line(
        number="5",
        says="malformed JSON",
        tries=bodies('{"prompt": "a"', '{"prompt": "a",}', '{"prompt": "a"} // b', "{'prompt': 'a'}", error=UNCLEAR),
    ),
    Line(
        number="6",
        says="nested a thousand deep",
        tries=bodies(
            f'{{"prompt": {"[" * 1_000}{"]" * 1_000}}}',
            f'{{"prompt": {"[" * 100_000}',
            '{"a":' * 5_000 + "1" + "}" * 5_000,
            error="The body is",
        ),
    ),
    Line(
        number="8",
        says="invalid UTF-8, another charset",
        tries=[
            *bodies(b'{"prompt": "\xff"}', b'{"prompt": "\xed\xa0\x80"}', error=UNCLEAR),
            *bodies(
                '{"prompt": "a"}'.encode("utf-16"),
                error="The body must be JSON",
                content_type=f"{JSON}; charset=utf-16",
            ),
        ],
    ),
    Line(
        number="9",
        says="a charset that is none",
        tries=[
            try_
            for charset in ("rot13", "base64", "zlib", "../x", "utf-8\u00df")
            for try_ in bodies("{}", error="The body must be JSON", content_type=f"{JSON}; charset={charset}")
        ],
    ),
    Line(
        number="10",
        says="another type, or none",
        tries=[
            try_
            for content_type in ("", "text/plain", "application/xml", "text/json", "application/json-patch+json")
            for try_ in bodies('{"prompt": "a"}', error="The body must be JSON", status=415, content_type=content_type)
        ],
    ),
    Line(
        number="11",
        says="a form",
        tries=[
            *bodies(
                "prompt=a", error="The body must be JSON", status=415, content_type="application/x-www-form-urlencoded"
            ),
            *bodies("--x--", error="The body must be JSON", status=415, content_type="multipart/form-data; boundary=x"),
        ],
    ),
    Line(
        number="12",
        says="a body of 100 MB",
        elsewhere=[
            "api/test_bad_input.py::test_body_over_the_limit_is_413_everywhere",
            "web/test_bridge.py::test_huge_body_is_neither_read_nor_kept",
        ],
    ),
    Line(
        number="13",
        says="Content-Length and bodies that do not fit each other; slow bodies",
        elsewhere=[
            "web/test_bridge.py::test_chunked_body_is_counted",
            "web/test_bridge.py::test_body_that_does_not_come_is_given_up",
            "web/test_bridge.py::test_length_that_is_none_is_refused",
        ],
    ),
    Line(
        number="15",
        says="a prompt that is no text",
        tries=[*prompts(None, error="is required."), *prompts([], {}, True, ["a"], error=TEXT)],
    ),
    Line(number="16", says="a number as prompt", tries=prompts(5, 5.5, 0, error=TEXT)),
    Line(
        number="17",
        says="nothing to see",
        tries=prompts("", " \n\t ", "\u200b\u2060\ufeff", "\u3164", error="must not be empty."),
    ),
    Line(
        number="18",
        says="a prompt that is too long",
        tries=prompts("x" * 4_001, "x" * 2**20, error="must not be longer than 4000 characters."),
        elsewhere=["api/test_generate_image.py::test_bounds_are_inside"],
    ),
    Line(
        number="19",
        says="NUL",
        tries=bodies('{"prompt": "a\\u0000b"}', error="The body must not contain NUL"),
    ),
    Line(
        number="20",
        says="half a surrogate pair",
        tries=bodies('{"prompt": "\\ud800"}', '{"prompt": "\\udc00\\ud800"}', error=UNCLEAR),
    ),
    Line(
        number="21",
        says="the same inside what is kept as JSON",
        tries=[
            Try(method=method, address=address, body=body, error=error)
            for method, address in (("POST", "/api/characters"), ("PUT", "/api/characters/mira"))
            for body, error in (
                ('{"id": "mira", "attributes": {"a": ["\\u0000"]}}', "The body must not contain NUL"),
                ('{"id": "mira", "attributes": {"\\u0000": 1}}', "The body must not contain NUL"),
                ('{"id": "mira", "attributes": {"a": "\\ud800"}}', UNCLEAR),
            )
        ],
    ),
    Line(
        number="22",
        says="what would speak to a terminal",
        tries=prompts("a\x1b[2Jb", "a\x07b", "a\x9bb", "a\rb", error="must not contain control characters"),
    ),
    Line(number="24", says="no width", tries=fields("width", 0, error=SIDE)),
    Line(number="25", says="less than nothing", tries=fields("width", -1, -(2**70), error=SIDE)),
    Line(number="26", says="just outside, and far", tries=fields("height", 63, 4097, 2**31, 2**70, error=SIDE)),
    Line(number="27", says="a huge seed", tries=fields("seed", 2**70, 2**63, 2**32, -1, error=SEED)),
    Line(
        number="29",
        says="numbers in other clothes; plain digits in a text are documented to count",
        tries=fields("width", 512.0, "512.0", "٥١٢", "5１2", " 512", "0x200", error=SIDE),
    ),
    Line(number="30", says="true as a number", tries=fields("width", True, False, error=SIDE)),
    Line(
        number="31",
        says="numbers that are none",
        tries=[
            *bodies('{"prompt": "a", "width": NaN}', '{"prompt": "a", "seed": -Infinity}', error=UNCLEAR),
            *bodies('{"prompt": "a", "width": 1e400}', error=""),
            *fields("width", "nan", "inf", error=SIDE),
            Try(method="PUT", address="/api/things/new", body='{"metadata": {"a": NaN}}', error=UNCLEAR),
        ],
    ),
    Line(
        number="32",
        says="what is nearly a boolean",
        tries=entities(force=["yes", "false", 1, 0, [], {}], error="force must be true or false."),
    ),
    Line(
        number="33",
        says="async that is no boolean; hundreds that wait",
        tries=fields("async", "true", "false", 0, 1, [], error="must be true or false."),
        elsewhere=["live/test_waiting.py::test_two_hundred_who_wait_hold_no_thread"],
    ),
    Line(
        number="34",
        says="more pixels than one request may have; again and again",
        tries=[
            Try(body={"prompt": "a", "width": width, "height": height}, error="width times height must be at most")
            for width, height in ((4096, 4096), (2048, 2049), (4096, 1025))
        ],
        elsewhere=[
            "api/test_access.py::test_quota_that_is_used_up_is_said_and_nothing_stays",
            "api/test_access.py::test_requests_of_a_key_are_counted_and_one_too_many_is_told_when_to_come_back",
        ],
    ),
    Line(
        number="36",
        says="a type that is none",
        tries=[
            *entities(entityType=["dragon", "__proto__", "item\u200b"], error="entityType must be one of player, "),
            *entities(entityType=[["item"], 5], error=f"entityType {TEXT}"),
        ],
    ),
    Line(
        number="37",
        says="ids of entities that are paths, too long, or nothing",
        tries=[
            *entities(
                entityId=["../../x", "..%2f", "%00", "\\", "/etc/passwd", "C:\\x", "🐉", "a\r\nb"],
                error="There is no ",
                status=404,
            ),
            *entities(entityId=["", "x" * 5_000, "a\nb\x1b"], error="entityId must not "),
            *looks("/api/things/", "../../x", "%00", "a\0b", "a\r\nb", "x" * 5_000, "🐉", error="There is no"),
        ],
    ),
    Line(
        number="38",
        says="ids of images that are paths or files",
        tries=looks(
            "/api/images/", "../../x", "id.png", "id%2Emeta", "thing_1.", "thing_1 ", "CON", "a\0b", error="There is no"
        ),
        elsewhere=["web/test_pictures.py::test_any_other_name_is_not_found"],
    ),
    Line(
        number="39",
        says="ids of jobs that are none",
        tries=[
            try_
            for method in ("GET", "DELETE")
            for try_ in looks(
                "/api/jobs/",
                *("-1", "0", "1e3", "{0193a5b4-0000-7000-8000-000000000001}", "1" + "0" * 30, "' OR 1=1 --"),
                error=NO_JOB,
                method=method,
            )
        ],
    ),
    Line(
        number="40",
        says="keys that nobody asked for: ignored, by rule",
        elsewhere=["api/test_image_requests.py::test_unknown_keys_change_nothing"],
    ),
    Line(
        number="41",
        says="what belongs to somebody else",
        elsewhere=[
            "api/test_access.py::test_what_a_key_asks_for_is_its_own_and_nobody_else_s",
            "live/test_access.py::test_clients_of_two_keys_have_nothing_but_their_name_in_common",
            "live/test_access.py::test_memory_of_etags_tells_a_key_nothing_of_another_ones_jobs",
        ],
    ),
    Line(
        number="42",
        says="markup in texts",
        elsewhere=[
            "gallery/test_pages.py::test_text_of_clients_stays_text",
            "admin/test_entities.py::test_texts_of_the_game_are_inert",
            "admin/test_audit.py::test_what_somebody_wrote_is_inert",
            "webhooks/test_admin.py::test_what_receivers_answered_is_inert",
            "admin/test_policy.py::test_no_page_has_script_or_style_within_itself",
        ],
    ),
    Line(
        number="43",
        says="a prompt that would be a graph",
        elsewhere=[
            "engines/test_workflows.py::test_values_are_set_in_their_slots_and_nothing_else_changes",
            "engines/test_comfyui.py::test_text_arrives_byte_for_byte",
        ],
    ),
    Line(
        number="44",
        says="texts that would be templates",
        elsewhere=[
            "images/test_prompts.py::test_texts_of_a_game_come_out_as_they_are",
            "images/test_prompts.py::test_texts_around_an_entity_come_out_as_they_are",
        ],
    ),
    Line(
        number="45",
        says="directives for A1111",
        elsewhere=[
            "engines/test_a1111.py::test_prompt_is_words_alone",
            "engines/test_a1111.py::test_directives_work_only_where_they_are_allowed",
        ],
    ),
    Line(number="46", says="formulas", elsewhere=["api/test_fault_list.py::test_nothing_is_written_for_spreadsheets"]),
    Line(
        number="47",
        says="names of files",
        elsewhere=[
            "web/test_pictures.py::test_any_other_name_is_not_found",
            "web/test_pictures.py::test_picture_is_sent_whole_and_for_ever",
        ],
    ),
    Line(
        number="49",
        says="addresses that are private, or look otherwise",
        tries=[
            Try(body={"prompt": "a", "callbackUrl": url}, error="callbackUrl")
            for url in (
                *("http://127.0.0.1/", "http://0.0.0.0/", "http://[::1]/", "http://169.254.169.254/"),
                *("http://2130706433/", "http://0x7f.1/", "http://localhost./", "http://user@example.org/"),
                *("file:///etc/passwd", "gopher://example.org/", "http://[::ffff:10.0.0.1]/", "https://8.8.8.8:22/"),
            )
        ],
        elsewhere=[
            "webhooks/test_addresses.py::test_name_is_refused_when_any_of_its_addresses_is_private",
            "webhooks/test_sending.py::test_redirect_is_not_followed",
            "webhooks/test_sending.py::test_connection_goes_to_the_address_that_was_checked",
            "engines/test_http.py::test_picture_is_fetched_from_allowed_hosts_alone",
        ],
    ),
    Line(
        number="50",
        says="texts that would keep a pattern busy",
        tries=[
            Try(method="GET", address=f"/api/jobs?prompt={'a' * 50_000}!", error="prompt must be a text of"),
            Try(method="GET", address=f"/api/jobs?prompt={'[' * 50_000}", error="prompt must be a text of"),
        ],
        elsewhere=[
            "engines/test_texts.py::test_long_texts_take_no_time",
            "images/test_wording.py::test_stat_tail_is_looked_for_in_linear_time",
        ],
    ),
    Line(
        number="51",
        says="parameters of lists",
        tries=[
            Try(method="GET", address=f"/api/{path}?{query}", error=error)
            for path in ("jobs", "images", "things")
            for query, error in (
                ("limit=0", "limit must be a whole number"),
                ("limit=1000000000", "limit must be a whole number"),
                ("limit=-1", "limit must be a whole number"),
                ("limit=5&limit=6", "limit must not be given twice."),
                ("cursor=x'", "cursor must be a cursor"),
            )
        ],
        elsewhere=["api/test_bad_input.py::test_parameters_that_a_list_does_not_know_change_nothing"],
    ),
    Line(
        number="52",
        says="pictures that are something else",
        elsewhere=[
            "engines/test_pictures.py::test_bad_pictures_are_refused",
            "engines/test_pictures.py::test_nothing_foreign_is_kept",
            "engines/test_pictures.py::test_pixels_are_counted_before_they_are_decoded",
        ],
    ),
    Line(
        number="53",
        says="writes for a foreign page",
        tries=[
            Try(
                method=method,
                address=address,
                body={"prompt": "a"},
                headers=(("Origin", "https://elsewhere.example"),),
                status=403,
                error="Pages of other web sites may not write here.",
            )
            for method, address in (
                *(("POST", GENERATE), ("POST", REQUEST), ("DELETE", "/api/jobs/x"), ("PUT", "/api/things/x")),
                *(("POST", "/api/jobs/requeue"), ("POST", "/api/webhooks"), ("POST", "/api/batches/x/resume")),
            )
        ],
        elsewhere=[
            "admin/test_roles.py::test_no_button_obeys_another_site",
            "admin/test_roles.py::test_buttons_obey_whom_the_table_says_and_only_as_a_post",
            "api/test_access.py::test_session_writes_with_its_csrf_token",
            "gallery/test_actions.py::test_form_of_another_web_site_is_refused",
            "gallery/test_actions.py::test_action_changes_nothing_when_it_is_only_read",
        ],
    ),
    Line(
        number="54",
        says="guessing keys and passwords",
        elsewhere=[
            "keys/test_callers.py::test_key_that_opens_nothing_is_refused_in_one_sentence",
            "admin/test_login.py::test_wrong_passwords_lock_a_name_at_an_address_alone",
        ],
    ),
    Line(
        number="55",
        says="an Idempotency-Key that is none, or was used",
        tries=[
            Try(
                address=address,
                body={"prompt": "a", "entityType": "item", "entityId": "thing_1"},
                headers=(("Idempotency-Key", key),),
                error="Idempotency-Key must be 1 to 255 visible ASCII characters.",
            )
            for address in (GENERATE, REQUEST)
            for key in ("x" * 10_000, "", "a b", "é")
        ],
        elsewhere=["api/test_image_requests.py::test_key_with_another_body_is_a_conflict"],
    ),
    Line(
        number="56",
        says="streams: too many, junk as a number, clients that are gone",
        elsewhere=[
            "live/test_streams.py::test_one_stream_too_many_is_refused",
            "live/test_headcount.py::test_key_has_no_more_open_on_all_servers_than_on_one",
            "live/test_access.py::test_key_has_no_more_streams_and_sockets_open_than_it_may",
            "live/test_streams.py::test_number_that_is_none_is_refused",
            "live/test_streams.py::test_number_that_was_never_given_counts_as_now",
            "live/test_streams.py::test_client_that_hangs_up_is_forgotten",
        ],
    ),
    Line(
        number="58",
        says="what commands are given",
        elsewhere=[
            "commands/test_batches.py::test_a_bad_line_is_refused_by_its_number",
            "commands/test_batches.py::test_exit_codes",
            "commands/test_looking.py::test_exit_codes",
            "commands/test_looking.py::test_list_takes_every_word",
        ],
    ),
]
# Numbers that are not among them were never given.
NUMBERS = (
    "1 2 3 4 5 6 8 9 10 11 12 13 15 16 17 18 19 20 21 22 24 25 26 27 29 30 31 32 33 34 36 37 38 39 40 41 42 43 44 45"
)
NUMBERS += " 46 47 49 50 51 52 53 54 55 56 58"

THREATS = [
    Line(
        number="API1",
        says="object level",
        elsewhere=[
            "api/test_access.py::test_what_a_key_asks_for_is_its_own_and_nobody_else_s",
            "live/test_access.py::test_clients_of_two_keys_have_nothing_but_their_name_in_common",
            "live/test_access.py::test_memory_of_etags_tells_a_key_nothing_of_another_ones_jobs",
        ],
    ),
    Line(
        number="API2",
        says="authentication",
        elsewhere=[
            "keys/test_tokens.py::test_token_is_taken_apart_into_its_prefix_and_a_hash_of_its_secret",
            "keys/test_callers.py::test_key_that_opens_nothing_is_refused_in_one_sentence",
            "api/test_access.py::test_secret_of_a_key_is_in_no_answer_row_or_log",
            "admin/test_login.py::test_wrong_passwords_lock_a_name_at_an_address_alone",
        ],
    ),
    Line(
        number="API3",
        says="property level",
        elsewhere=[
            "api/test_image_requests.py::test_unknown_keys_change_nothing",
            "api/test_errors.py::test_crash_is_logged_with_its_trace_and_answered_without",
        ],
    ),
    Line(
        number="API4",
        says="resources",
        elsewhere=[
            "api/test_fault_list.py::test_bad_input_is_refused",
            "api/test_image_requests.py::test_full_queue_is_a_conflict",
            "live/test_streams.py::test_one_stream_too_many_is_refused",
            "live/test_headcount.py::test_key_has_no_more_open_on_all_servers_than_on_one",
            "keys/test_spending.py::test_purses_together_give_out_no_more_than_there_is",
        ],
    ),
    Line(
        number="API5",
        says="function level",
        elsewhere=[
            "admin/test_roles.py::test_table_has_every_address_and_every_model",
            "admin/test_roles.py::test_actions_on_many_do_nothing_for_whom_may_only_look",
        ],
    ),
    Line(
        number="API6",
        says="business flows",
        elsewhere=[
            "api/test_access.py::test_quota_that_is_used_up_is_said_and_nothing_stays",
            "batches/test_requeue.py::test_key_that_requeues_is_charged_and_the_batch_ends_where_its_quota_does",
        ],
    ),
    Line(
        number="API7",
        says="requests for others",
        elsewhere=[
            "webhooks/test_addresses.py::test_address_in_no_public_network_is_refused",
            "webhooks/test_sending.py::test_address_is_checked_at_every_post",
            "engines/test_http.py::test_redirect_is_not_followed",
        ],
    ),
    Line(
        number="API8",
        says="misconfiguration",
        elsewhere=[
            "test_up.py::test_production_mode_passes_djangos_deployment_checks",
            "web/test_protection.py::test_every_kind_of_answer_is_protected",
            "web/test_proxies.py::test_forwarded_headers_count_from_trusted_proxies_alone",
            "api/test_errors.py::test_error_outside_a_json_view_is_json_below_api_and_a_page_elsewhere",
        ],
    ),
    Line(
        number="API9", says="inventory", elsewhere=["admin/test_roles.py::test_table_has_every_address_and_every_model"]
    ),
    Line(
        number="API10",
        says="unsafe consumption",
        elsewhere=[
            "engines/test_pictures.py::test_nothing_foreign_is_kept",
            "engines/test_http.py::test_answer_of_more_bytes_is_cut_off",
            "engines/test_http.py::test_call_has_a_deadline_for_the_whole_of_it",
        ],
    ),
]


@pytest.fixture
def nothing_is_stored(db: None, settings: LazySettings, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No row changes, and what is logged could not move a terminal's cursor."""
    settings.ENGINES = engines("dummy")
    settings.PIXELS_PER_REQUEST = 2048 * 2048
    make_thing(id="thing_1")
    before = rows()
    yield
    assert rows() == before
    assert [each for each in caplog.messages if not each.isprintable()] == []


@pytest.mark.parametrize("line", [line for line in BAD_INPUTS if line.tries], ids=lambda line: line.number)
def test_bad_input_is_refused(client: Client, nothing_is_stored: None, line: Line) -> None:
    assert_all_refused((each.body or each.address, _send(client, each), each.status, each.error) for each in line.tries)


def _send(client: Client, each: Try) -> Any:
    client.defaults |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in each.headers}
    return send(client, each.method, each.address, each.body, each.content_type)


@pytest.mark.once
def test_every_line_of_the_list_is_tried_somewhere() -> None:
    assert [line.number for line in BAD_INPUTS] == NUMBERS.split()
    assert [line.number for line in THREATS] == [f"API{number}" for number in range(1, 11)]
    assert [line.number for line in (*BAD_INPUTS, *THREATS) if not (line.tries or line.elsewhere)] == []
    assert [each for line in (*BAD_INPUTS, *THREATS) for each in line.elsewhere if not _is_test(each)] == []


@pytest.mark.once
def test_nothing_is_written_for_spreadsheets() -> None:
    """Whoever writes the first export has to think of cells that begin with =, +, - or @."""
    root = TESTS.parent
    ours = [path for folder in ("imagesvc", "jobs", "entities") for path in (root / folder).rglob("*.py")]

    assert [str(path) for path in ours if "text/csv" in (text := path.read_text()) or "import csv" in text] == []


def _is_test(pointer: str) -> bool:
    path, _, name = pointer.partition("::")
    return name in _tests_in(path)


@cache
def _tests_in(path: str) -> frozenset[str]:
    if not (TESTS / path).exists():
        return frozenset()
    functions = ast.parse((TESTS / path).read_text()).body
    return frozenset(each.name for each in functions if isinstance(each, ast.FunctionDef) and each.name[:5] == "test_")
