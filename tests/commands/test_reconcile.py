"""`manage.py reconcile` on a terminal; what it finds and mends is tested where that is done."""

import pytest

from tests.commands.calling import Caller

pytestmark = pytest.mark.django_db


def test_ctrl_c_ends_it_with_a_sentence(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(**_kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("imagesvc.images.reconciliation.reconcile", interrupt)

    ending = call("reconcile")

    sentence = "Interrupted: what was put right stays so, and the same command again goes through all."
    assert (ending.code, ending.output, ending.sentence) == (130, "", sentence)
