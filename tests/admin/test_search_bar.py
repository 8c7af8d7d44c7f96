"""The filters beside the list of jobs write their words into its search."""

from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest
from django.conf import LazySettings

from imagesvc.admin.search_bar import Filter, filters_beside
from jobs.search import parse_search
from tests.factories import engines

pytestmark = pytest.mark.once


def searches(filter_: Filter) -> dict[str, str]:
    return {choice.label: parse_qs(choice.address[1:]).get("q", [""])[0] for choice in filter_.choices}


def chosen(search: str) -> list[list[str]]:
    return [[choice.label for choice in each.choices if choice.is_chosen] for each in filters_beside(search)]


def test_choice_takes_the_place_of_the_same_word_alone() -> None:
    status, *_ = filters_beside('status:queued Status:failed "status: wet" dragon')

    found = searches(status)

    assert found["all"] == '"status: wet" dragon'
    assert found["Failed"] == '"status: wet" dragon status:failed'


def test_ages_take_each_other_s_place() -> None:
    *_, age = filters_beside("newer:15m older:1w engine:gpu")

    assert searches(age)["last hour"] == "engine:gpu newer:1h"


def test_what_holds_is_marked(settings: LazySettings) -> None:
    settings.ENGINES = engines("dummy", "pillow")

    assert chosen("status:failed entityType:npc engine:pillow newer:1h dragon") == [
        ["Failed"],
        ["npc"],
        ["pillow"],
        ["last hour"],
    ]
    assert chosen("") == [["all"]] * 4


def test_every_choice_is_understood() -> None:
    for each in filters_beside("dragon"):
        for search in searches(each).values():
            parse_search(search, now=datetime.now(UTC))
