"""What clients get wrong, tried on every address that writes: a sentence that helps, and nothing is stored.

The list of bad inputs, number by number, is in test_fault_list.py, and the bodies that are no JSON object in
test_json.py; here one of each kind makes sure that every address is strict. A test tries all of one kind and then lists
what was not refused as it should be.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import LazySettings
from django.test import Client

from entities.save_format import FORMATS
from tests.api.refusals import JSON, assert_all_refused, assert_refused, rows, send
from tests.factories import engines, make_thing

pytestmark = pytest.mark.django_db

REQUEST = "/api/images/request"
GENERATE = "/api/generate-image"
PLURALS = [form.plural for form in FORMATS.values()]
# Each takes one object.
WRITES = [
    ("POST", REQUEST),
    ("POST", GENERATE),
    *(("POST", f"/api/{plural}") for plural in PLURALS),
    *(("PUT", f"/api/{plural}/new") for plural in PLURALS),
    *(("PATCH", f"/api/{plural}/new") for plural in PLURALS),
]
A_TEXT = "must be a text."
AN_ID = "must be an id, a text of 1 to 200 characters without controls, or null."
DEEP = "[" * 1_000 + "]" * 1_000


@pytest.fixture(autouse=True)
def dummy_engine(settings: LazySettings) -> None:
    settings.ENGINES = engines("dummy")


@pytest.fixture(autouse=True)
def nothing_is_stored() -> Iterator[None]:
    """Every row of ours is the same after the test as before, whatever the test sends."""
    make_thing(id="thing_1")
    before = rows()
    yield
    assert rows() == before


@pytest.mark.parametrize(
    ("body", "content_type", "status", "error"),
    [
        ("", JSON, 400, "The body is empty"),
        ("null", JSON, 400, "The body must be a JSON object"),
        ('"a"', JSON, 400, "The body must be a JSON object"),
        ("{'a': 1}", JSON, 400, "The body is not valid JSON"),
        ('{"name": NaN}', JSON, 400, "The body is not valid JSON"),
        ('{"name": "\\ud800"}', JSON, 400, "The body is not valid JSON"),
        (b'{"name": "\xff"}', JSON, 400, "The body is not valid JSON"),
        ('{"name": "a\\u0000b"}', JSON, 400, "The body must not contain NUL characters"),
        ('{"metadata": {"a": ["\\u0000"]}}', JSON, 400, "The body must not contain NUL characters"),
        (f'{{"metadata": {DEEP}}}', JSON, 400, "The body is nested deeper than 100 levels"),
        ("{}", f"{JSON}; charset=utf-16", 400, "The body must be JSON in UTF-8"),
        ("{}", "text/plain", 415, "The body must be JSON"),
        ("{}", "", 415, "The body must be JSON"),
        ("name=a&prompt=b", "application/x-www-form-urlencoded", 415, "The body must be JSON"),
        ("<a/>", "application/xml", 415, "The body must be JSON"),
    ],
)
def test_body_that_cannot_be_read_is_refused_everywhere(
    client: Client, body: Any, content_type: str, status: int, error: str
) -> None:
    assert_all_refused((each, send(client, *each, body, content_type), status, error) for each in WRITES)


@pytest.mark.parametrize("body", ["[]", '[{"id": "a"}]'])
def test_list_is_refused_where_one_object_is_wanted(client: Client, body: str) -> None:
    singles = [*WRITES[:2], *(each for each in WRITES if each[0] != "POST")]

    assert_all_refused((each, send(client, *each, body), 400, "The body must be a JSON object.") for each in singles)


def test_body_over_the_limit_is_413_everywhere(client: Client, settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body = {"id": "a", "name": "x" * 1000}

    assert_all_refused(
        (each, send(client, *each, body), 413, "The body is larger than this server accepts.") for each in WRITES
    )


# --- Requests for pictures -------------------------------------------------------------------------------------------

WRONG_REQUESTS: list[tuple[dict[str, Any], int, str]] = [
    ({}, 400, "entityType is required."),
    ({"entityType": "item"}, 400, "entityId is required."),
    ({"entityId": "thing_1"}, 400, "entityType is required."),
    ({"entityType": None, "entityId": "thing_1"}, 400, "entityType is required."),
    *(
        ({"entityType": value, "entityId": "thing_1"}, 400, f"entityType {error}")
        for value, error in [
            ("", "must not be empty."),
            ("dragon", "must be one of player, "),
            ("__proto__", "must be one of player, "),
            ("item\u200b", "must be one of player, "),
            ("x" * 10_000, "must be one of player, "),
            ("item\x1b", "must not contain control characters"),
            (["item"], A_TEXT),
            ({"item": 1}, A_TEXT),
            (True, A_TEXT),
            (5, A_TEXT),
        ]
    ),
    *(
        ({"entityType": "item", "entityId": value}, 400, f"entityId {error}")
        for value, error in [
            ("", "must not be empty."),
            ("  ", "must not be empty."),
            ("\u200b\u2060\ufeff", "must not be empty."),
            ("x" * 201, "must not be longer than 200 characters."),
            ("x" * 5_000, "must not be longer than 200 characters."),
            ("thing_1\x00"[:7] + "\x01", "must not contain control characters"),
            ("a\x7f", "must not contain control characters"),
            (5, A_TEXT),
            (True, A_TEXT),
            (["thing_1"], A_TEXT),
            ({"id": "thing_1"}, A_TEXT),
        ]
    ),
    *(
        ({"entityType": "item", "entityId": value}, 404, "There is no ")
        for value in [
            "thing_2",
            "thing_1 ",
            "THING_1",
            "../../etc/passwd",
            "..%2f..%2f",
            "%00",
            "C:\\Windows",
            "/etc/passwd",
            "\\",
            "🐉",
            "' OR 1=1 --",
            "%",
            "_",
        ]
    ),
    *(
        ({"entityType": "item", "entityId": "thing_1", "force": value}, 400, "force must be true or false.")
        for value in ["yes", "true", "false", 0, 1, [], {}, ""]
    ),
    *(
        ({"entityType": "item", "entityId": "thing_1", "clientId": value}, 400, f"clientId {error}")
        for value, error in [
            (5, A_TEXT),
            (["tab"], A_TEXT),
            ("x" * 129, "must not be longer than 128 characters."),
            ("tab\r", "must not contain control characters"),
            ("\x1b[2J", "must not contain control characters"),
        ]
    ),
]

_SIDE = "must be a whole number from 64 to 4096."
_SEED = "must be a whole number from 0 to 4294967295."
WRONG_PROMPTS: list[tuple[dict[str, Any], str]] = [
    ({}, "prompt is required."),
    *(
        ({"prompt": value}, f"prompt {error}")
        for value, error in [
            (None, "is required."),
            ("", "must not be empty."),
            (" \n\t ", "must not be empty."),
            ("\u200b\u200d\ufeff\u2060\u00a0\u3000", "must not be empty."),
            ("\u3164\u115f\u2800", "must not be empty."),
            ("x" * 4001, "must not be longer than 4000 characters."),
            ("x" * 2**20, "must not be longer than 4000 characters."),
            ("a\x1b[2Jb", "must not contain control characters"),
            ("a\x07b", "must not contain control characters"),
            ("a\x9bb", "must not contain control characters"),
            ("a\rb", "must not contain control characters"),
            (5, A_TEXT),
            (5.5, A_TEXT),
            (True, A_TEXT),
            (["a"], A_TEXT),
            ({"a": 1}, A_TEXT),
        ]
    ),
    *(
        ({"prompt": "A lighthouse.", name: value}, f"{name} {_SIDE}")
        for name in ("width", "height")
        for value in [
            *(0, -1, 63, 4097, 2**31, 2**70, -(2**70), 512.0, 512.5, "512.0", " 512", "0x200", "1e3", "", "nan"),
            *("٥١٢", "5１2", "9" * 5000, True, False, [512], {}),
        ]
    ),
    *(
        ({"prompt": "A lighthouse.", "seed": value}, f"seed {_SEED}")
        for value in [-1, 2**32, 2**63, 2**70, 1.0, 1.5, "-1", "random", "", "٥", True, [1], {}]
    ),
    *(
        ({"prompt": "A lighthouse.", "async": value}, "async must be true or false.")
        for value in ["true", "false", "yes", 0, 1, "", [], {}]
    ),
    *(
        ({"prompt": "A lighthouse.", "negative_prompt": value}, f"negative_prompt {error}")
        for value, error in [
            ("x" * 4001, "must not be longer than 4000 characters."),
            ("\x1b", "must not contain control characters"),
            (5, A_TEXT),
            (["a"], A_TEXT),
        ]
    ),
    ({"prompt": "A lighthouse.", "clientId": "x" * 129}, "clientId must not be longer than 128 characters."),
    ({"prompt": "A lighthouse.", "clientId": 7}, f"clientId {A_TEXT}"),
]


def test_wrong_request_for_a_picture_is_refused(client: Client) -> None:
    assert_all_refused(
        (body, send(client, "POST", REQUEST, body), status, error) for body, status, error in WRONG_REQUESTS
    )


def test_wrong_prompt_is_refused(client: Client) -> None:
    assert_all_refused((body, send(client, "POST", GENERATE, body), 400, error) for body, error in WRONG_PROMPTS)


# --- Entities --------------------------------------------------------------------------------------------------------

WRONG_ENTITIES: list[tuple[str, dict[str, Any], str]] = [
    *(("characters", {"name": value}, f"name {A_TEXT}") for value in [5, True, ["Mira"], {"a": 1}, 1.5]),
    *(
        ("characters", {"level": value}, f"level {error}")
        for value, error in [
            ("3", "must be a whole number, not a text."),
            ("three", "must be a whole number."),
            (True, "must be a whole number."),
            (3.5, "must be a whole number."),
            ([3], "must be a whole number."),
            (2**31, "must be between -2147483648 and 2147483647."),
            (2**70, "must be between -2147483648 and 2147483647."),
        ]
    ),
    *(("characters", {"isNPC": value}, "isNPC must be true or false.") for value in ["yes", 0, 1, "false", [], {}]),
    ("characters", {"attributes": []}, "attributes must be an object."),
    ("characters", {"personality": "dry"}, "personality must be an object."),
    ("characters", {"aliases": "Heron"}, "aliases must be a list."),
    ("characters", {"inventory": {"a": 1}}, "inventory must be a list of ids."),
    ("characters", {"inventory": [5]}, "inventory must be a list of ids, each a text of 1 to 200 characters"),
    ("characters", {"gear": ["thing_1"]}, "gear must be an object of slots."),
    ("characters", {"gear": {"hand": 5}}, "gear must name the thing in each slot by its id"),
    *(
        ("characters", {"currentLocation": value}, f"currentLocation {AN_ID}")
        for value in [5, True, ["a"], "x" * 201, "a\nb", "a\x1bb"]
    ),
    ("characters", {"settingId": "nowhere"}, "settingId must be the id of a world that is here."),
    ("characters", {"settingId": 5}, f"settingId {AN_ID}"),
    ("locations", {"stubMetadata": "stub"}, "stubMetadata must be an object."),
    ("locations", {"baseLevel": "deep"}, "baseLevel must be a whole number."),
    ("exits", {"bidirectional": "no"}, "bidirectional must be true or false."),
    ("things", {"thingType": "dragon"}, "thingType must be one of item, scenery."),
    ("things", {"thingType": ["item"]}, f"thingType {A_TEXT}"),
    ("regions", {"description": 5}, f"description {A_TEXT}"),
    ("settings", {"isActive": "true"}, "isActive must be true or false."),
    ("settings", {"currentPlayerId": 5}, f"currentPlayerId {AN_ID}"),
]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_wrong_field_of_an_entity_is_refused_by_name(client: Client, method: str) -> None:
    assert_all_refused(
        (body, send(client, method, f"/api/{plural}/new", body), 400, error) for plural, body, error in WRONG_ENTITIES
    )


def test_wrong_field_in_a_list_is_refused_by_index_and_name(client: Client) -> None:
    for plural, body, error in WRONG_ENTITIES:
        alone, second = {"id": "new"} | body, [{"id": "ok"}, {"id": "new"} | body]

        assert_refused(send(client, "POST", f"/api/{plural}", alone), 400, error)
        assert_refused(send(client, "POST", f"/api/{plural}", second), 400, f"Element 1: {error}")


@pytest.mark.parametrize("plural", PLURALS)
def test_entity_without_a_usable_id_is_refused(client: Client, plural: str) -> None:
    unusable = "id must be a text of 1 to 200 characters without controls and slashes."
    values = ["", 5, True, ["a"], {"a": 1}, "x" * 201, "a\nb", "a\x1bb", "a/b", "../x"]
    wrong = [(None, "id is required."), *((value, unusable) for value in values)]

    for value, error in wrong:
        assert_refused(send(client, "POST", f"/api/{plural}", {"id": value, "name": "X"}), 400, error)
        assert_refused(send(client, "POST", f"/api/{plural}", [{"id": value}]), 400, f"Element 0: {error}")


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("value", ["thing_2", "", 5, True, ["thing_1"]])
def test_id_in_the_body_must_be_the_one_in_the_address(client: Client, method: str, value: Any) -> None:
    response = send(client, method, "/api/things/thing_1", {"id": value, "name": "X"})

    assert_refused(response, 400, "id must be the one in the address, or absent.")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ([], "The list must hold 1 to 5000 objects, not 0."),
        ([{"id": str(number)} for number in range(5001)], "The list must hold 1 to 5000 objects, not 5001."),
        ([{"id": "a"}, None], "Element 1: An entity must be a JSON object."),
        ([{"id": "a"}, []], "Element 1: An entity must be a JSON object."),
        ([{"id": "a"}, "b"], "Element 1: An entity must be a JSON object."),
        ([{"id": "a"}, {"id": "b"}, {"id": "a"}], "Element 2: id must not be that of an earlier element."),
    ],
    ids=["empty", "too long", "null", "list", "text", "twice"],
)
def test_wrong_list_is_refused(client: Client, body: Any, error: str) -> None:
    assert_refused(send(client, "POST", "/api/things", body), 400, error)


def test_two_active_worlds_are_refused(client: Client) -> None:
    body = [{"id": "a", "isActive": True}, {"id": "b", "isActive": True}]

    response = send(client, "POST", "/api/settings", body)

    assert_refused(response, 400, "Only one world can be active, and the list names more.")


# --- Addresses and parameters ----------------------------------------------------------------------------------------

NO_IDS = [
    "-1",
    "0",
    "1e3",
    "1" * 31,
    "{0193a5b4-0000-7000-8000-000000000001}",
    "urn:uuid:0193a5b4-0000-7000-8000-000000000001",
    "0193a5b4000070008000000000000001",
    "' OR 1=1 --",
    "id.png",
    "thing_2 ",
    "thing_2.",
    "CON",
    "..",
    "..\\x",
    "C:\\x",
    "%",
    "a\x00b",
    "a\r\nb",
    "a\n",
    "../../x",
    "/etc/passwd",
    "\u202egnp",
    "🐉",
    "x" * 201,
    "x" * 5_000,
]


@pytest.mark.parametrize("path", ["jobs", "images", *PLURALS])
def test_id_that_is_none_is_not_found(client: Client, path: str) -> None:
    methods = {"jobs": ["GET", "DELETE"], "images": ["GET"]}.get(path, ["GET", "DELETE", "PATCH"])

    assert_all_refused(
        ((method, each), send(client, method, f"/api/{path}/{quote(each, safe='')}", {}), 404, "There is no")
        for method in methods
        for each in NO_IDS
    )


@pytest.mark.parametrize("plural", PLURALS)
def test_nothing_is_created_under_an_id_that_is_none(client: Client, plural: str) -> None:
    ids = ["a\x00b", "a\r\nb", "a\n", "../../x", "x" * 201, "x" * 5_000]

    assert_all_refused(
        (
            each,
            send(client, "PUT", f"/api/{plural}/{quote(each, safe='')}", {}),
            404,
            "There is nothing at this address.",
        )
        for each in ids
    )


_LIMIT = "limit must be a whole number from 1 to 1000."
_CURSOR = "cursor must be a cursor that an earlier page gave in `next`."
_PARAMETER = "must be a text of at most 500 characters without controls."
WRONG_PARAMETERS = [
    *((f"limit={value}", _LIMIT) for value in ["0", "-1", "1001", "1000000000", "1.0", "1e2", "", "ten", "%D9%A1"]),
    *((f"limit={value}", _LIMIT) for value in ["%2B5", "0x10", "9" * 400]),
    ("limit=5&limit=6", "limit must not be given twice."),
    ("limit=" + "9" * 5000, f"limit {_PARAMETER}"),
    *(
        (f"cursor={value}", _CURSOR)
        for value in ["", "%21", "a", "AAAA", "_w", "%D9%A1", "../x", "a b", "AA=A", "b%27"]
    ),
    ("cursor=YQ&cursor=YQ", "cursor must not be given twice."),
    ("cursor=%00", f"cursor {_PARAMETER}"),
    ("cursor=" + "Y" * 5000, f"cursor {_PARAMETER}"),
]


@pytest.mark.parametrize("path", ["jobs", "images", *PLURALS])
def test_nonsense_in_a_lists_parameters_is_refused(client: Client, path: str) -> None:
    assert_all_refused((query, client.get(f"/api/{path}?{query}"), 400, error) for query, error in WRONG_PARAMETERS)


@pytest.mark.parametrize("path", ["jobs", "images"])
@pytest.mark.parametrize("cursor", ["YQ", "MQ", "LTE", "cm9vdA", "JyBPUiAxPTE"])
def test_cursor_of_another_list_is_refused(client: Client, path: str, cursor: str) -> None:
    response = client.get(f"/api/{path}?cursor={cursor}")

    assert_refused(response, 400, "cursor must be a cursor that an earlier page gave in `next`.")


@pytest.mark.parametrize("plural", [plural for plural in PLURALS if plural != "settings"])
@pytest.mark.parametrize("query", ["settingId=a&settingId=b", "settingId=%00", "settingId=" + "x" * 501])
def test_nonsense_for_a_world_is_refused(client: Client, plural: str, query: str) -> None:
    assert_refused(client.get(f"/api/{plural}?{query}"), 400, "settingId must ")


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page_size=1000000000",
        "order_by=owner__password",
        "id__startswith=t",
        "raw__a=1",
        "format=xml",
        "=",
        "&",
    ],
)
def test_parameters_that_a_list_does_not_know_change_nothing(client: Client, query: str) -> None:
    known, unknown = client.get("/api/things"), client.get(f"/api/things?{query}")

    assert (unknown.status_code, unknown.json()) == (200, known.json())


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", REQUEST),
        ("PUT", REQUEST),
        ("GET", GENERATE),
        ("DELETE", GENERATE),
        ("POST", "/api/jobs"),
        ("POST", "/api/images"),
        ("PUT", "/api/jobs/thing_1"),
        ("DELETE", "/api/images/thing_1"),
        ("PUT", "/api/things"),
        ("PATCH", "/api/things"),
        ("DELETE", "/api/things"),
        ("POST", "/api/things/thing_1"),
        ("TRACE", "/api/things"),
        ("BREW", "/api/things"),
    ],
)
def test_method_that_an_address_does_not_know_is_405(client: Client, method: str, address: str) -> None:
    response = send(client, method, address, {"id": "thing_1", "name": "X"})

    assert_refused(response, 405, "That method is not allowed here")
    assert method not in response["Allow"].split(", ")
