"""The pages of the gallery, to be read: all of them work without JavaScript.

There are no further addresses for what is new: the script asks for the same page again and takes over what has changed,
so what people see never depends on whether a script ran.
"""

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from entities.kinds import EntityKind
from entities.reading import is_game_id
from imagesvc.gallery import catalogue, plates, presses
from imagesvc.gallery.filters import Filters, filters_in
from imagesvc.gallery.forms import PromptForm
from imagesvc.gallery.navigation import entity_address, kinds_of, pager_of, states_of
from imagesvc.gallery.pages import gallery_page, show
from imagesvc.gallery.search import Hit, find_entities
from imagesvc.images.models import Image
from jobs.history import history_of
from jobs.models import Job


@require_safe
@gallery_page
def gallery(request: HttpRequest) -> HttpResponse:
    """Show what is being drawn and the newest pictures, or those that somebody looks for."""
    filters = filters_in(request.GET)
    # Jobs before pictures: one that ends in between is then seen twice for a moment, but never not at all.
    shelf = presses.shelf() if filters.is_first_page and not filters.words else None
    hits = _hits(filters)
    wall = plates.hang(filters, hits=hits)
    return show(
        request,
        "gallery",
        filters=filters,
        kinds=kinds_of(filters, path=request.path),
        shelf=shelf,
        hits=hits if filters.is_first_page else (),
        plates=wall.plates,
        trail=filters.at().query(),
        pager=pager_of(wall.page, filters=filters, path=request.path),
        total=f"{Image.objects.count_where(Q()):,}" if filters.is_everything else "",
        form=PromptForm(),
        address=request.build_absolute_uri("/").rstrip("/"),
    )


@require_safe
@gallery_page
def jobs(request: HttpRequest) -> HttpResponse:
    """Show all jobs, the newest first, or those that somebody looks for."""
    filters = filters_in(request.GET, has_states=True)
    journal = presses.journal(filters, hits=_hits(filters))
    return show(
        request,
        "jobs",
        filters=filters,
        kinds=kinds_of(filters, path=request.path),
        states=states_of(filters, path=request.path),
        queue=presses.queue_now(),
        cards=journal.cards,
        pager=pager_of(journal.page, filters=filters, path=request.path),
    )


@require_safe
@gallery_page
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Show how one job is and what has happened to it."""
    card = presses.card(job_id)
    if card is None:
        raise Http404("There is no such job, or not any more.")
    whole = Job.objects.get(id=job_id)
    image = Image.objects.filter(job=job_id).first()
    image_id = image.public_id if image is not None else ""
    return show(request, "job", card=card, job=whole, image_id=image_id, history=history_of(job_id))


@require_safe
@gallery_page
def picture(request: HttpRequest, image_id: str) -> HttpResponse:
    """Show one picture with all that is known of it."""
    filters = filters_in(request.GET).at()
    along_entity = request.GET.get("along") == "entity"
    entry = catalogue.entry(image_id, filters=filters, hits=_hits(filters), along_entity=along_entity)
    if entry is None:
        raise Http404("There is no such picture, or not any more.")
    back = reverse("gallery") + filters.query()
    if along_entity and entry.entity_id:
        back = entity_address(entry.entity_kind, entry.entity_id)
    return show(
        request,
        "picture",
        entry=entry,
        trail="?along=entity" if along_entity else filters.query(),
        back=back,
    )


@require_safe
@gallery_page
def entity(request: HttpRequest, kind: str) -> HttpResponse:
    """Show one entity with all its pictures in time; its id, which may be any text, stands in the query."""
    entity_id = request.GET.get("id", "")
    # The whole list: words and kinds are no subject here.
    filters = filters_in(request.GET)
    filters = Filters(before=filters.before, after=filters.after)
    subject = None
    if kind in EntityKind.values and is_game_id(entity_id):
        subject = catalogue.subject(kind, entity_id, filters=filters)
    if subject is None:
        raise Http404("There is no such entity, and no picture of it.")
    return show(
        request,
        "entity",
        subject=subject,
        plates=subject.wall.plates,
        trail="?along=entity",
        pager=pager_of(subject.wall.page, filters=filters, path=entity_address(kind, entity_id)),
    )


@require_safe
@gallery_page
def nothing(_request: HttpRequest) -> HttpResponse:
    """Answer an address that looks like one of the gallery's and leads nowhere."""
    raise Http404("There is nothing at this address.")


def _hits(filters: Filters) -> list[Hit]:
    if not filters.words:
        return []
    if filters.entity_type == "":
        return []  # custom prompts show no entity
    return find_entities(filters.words, entity_type=filters.entity_type)
