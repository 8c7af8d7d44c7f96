"""What requests for pictures may carry: shapes and bounds; rules of the world live below."""

from typing import Any, ClassVar

from django.conf import settings
from rest_framework import serializers

from entities.kinds import KIND_OF_WORD, EntityKind, kind_named
from entities.models import GAME_ID_LENGTH
from imagesvc.api.fields import RequestSerializer, StrictBoolean, StrictInteger, StrictText
from imagesvc.images.admission import DEFAULT_SIDE
from imagesvc.webhooks.models import DESCRIPTION_LENGTH, EVENTS, URL_LENGTH, USUAL_EVENTS
from jobs.models import CLIENT_ID_LENGTH

PROMPT_LENGTH = 4000
SIDES = {"low": 64, "high": 4096}
SEEDS = {"low": 0, "high": 2**32 - 1}


class EntityTypeField(StrictText):
    """One of the words for a kind of entity, in any case; becomes the kind."""

    def to_internal_value(self, data: object) -> EntityKind:
        kind = kind_named(super().to_internal_value(data))
        if kind is None:
            words = ", ".join(word for word in KIND_OF_WORD if "_" not in word)
            raise serializers.ValidationError(f"This field must be one of {words}.")
        return kind


class ImageRequest(RequestSerializer):
    """The body of POST /api/images/request."""

    entityType = EntityTypeField(source="kind", max_length=None)  # noqa: N815  (the wire's name)
    entityId = StrictText(source="entity_id", trim=False, max_length=GAME_ID_LENGTH)  # noqa: N815  (the wire's name)
    force = StrictBoolean(default=False)
    clientId = StrictText(  # noqa: N815  (the wire's name)
        source="client_id", allow_blank=True, max_length=CLIENT_ID_LENGTH, default=""
    )
    callbackUrl = StrictText(source="callback_url", max_length=URL_LENGTH, default=None)  # noqa: N815  (the wire's name)


class EventsField(serializers.ListField):
    """Some names of events, each once."""

    default_error_messages: ClassVar = {"unknown": f"This field must be a list of some of {', '.join(EVENTS)}."}

    def to_internal_value(self, data: object) -> list[str]:
        if not isinstance(data, list) or not data or not all(isinstance(name, str) and name in EVENTS for name in data):
            self.fail("unknown")
        return [name for name in EVENTS if name in data]


class WebhookSubscription(RequestSerializer):
    """The body of POST /api/webhooks."""

    url = StrictText(max_length=URL_LENGTH)
    events = EventsField(default=list(USUAL_EVENTS))
    description = StrictText(allow_blank=True, max_length=DESCRIPTION_LENGTH, default="")


class CustomImageRequest(RequestSerializer):
    """The body of POST /api/generate-image; `async` is a word of Python's, hence get_fields."""

    prompt = StrictText(max_length=PROMPT_LENGTH)
    negative_prompt = StrictText(allow_blank=True, max_length=PROMPT_LENGTH, default=None)
    width = StrictInteger(**SIDES, digits=True, default=None)
    height = StrictInteger(**SIDES, digits=True, default=None)
    seed = StrictInteger(**SEEDS, digits=True, default=None)
    clientId = StrictText(  # noqa: N815  (the wire's name)
        source="client_id", allow_blank=True, max_length=CLIENT_ID_LENGTH, default=""
    )
    callbackUrl = StrictText(source="callback_url", max_length=URL_LENGTH, default=None)  # noqa: N815  (the wire's name)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {**super().get_fields(), "async": StrictBoolean(source="is_async", default=True)}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        most = settings.PIXELS_PER_REQUEST
        if (attrs["width"] or DEFAULT_SIDE) * (attrs["height"] or DEFAULT_SIDE) > most:
            raise serializers.ValidationError({"width": [f"This field times height must be at most {most} pixels."]})
        return attrs
