"""What people can do in the gallery: each a POST of a form that leads back to where it stood and says what came of it.

Where no keys are asked for, whoever may see the gallery may do all of this. Other web sites cannot: Django checks the
origin of a form and the token in it.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from entities.kinds import EntityKind
from entities.reading import is_game_id
from imagesvc.gallery.forms import SIZES, PromptForm
from imagesvc.gallery.pages import APPEARANCE_COOKIE, APPEARANCES, gallery_action, gallery_page, show
from imagesvc.images import admission, present
from imagesvc.images.admission import EntityNotFound, GenerationUnavailable, Verdict
from imagesvc.images.models import Image
from jobs import lifecycle
from jobs.lifecycle import QueueFull
from jobs.models import Job, JobStatus

# Whose turn it is: all who use the gallery are one client of the queue.
CLIENT_ID = "gallery"
A_YEAR_SECONDS = 31_536_000
QUEUE_IS_FULL = "The queue is full; try again when some of its jobs are done."


@require_http_methods(["GET", "HEAD", "POST"])
@gallery_action
def prompt(request: HttpRequest) -> HttpResponse:
    """Show the form for a prompt of one's own, or queue a job for what was sent in it."""
    if request.method != "POST":
        return show(request, "prompt", form=PromptForm(initial=_like(request.GET.get("like", ""))))
    form = PromptForm(request.POST)
    if form.is_valid():
        try:
            admission.request_custom_image(**form.wish(), client_id=CLIENT_ID)
        except GenerationUnavailable as error:
            form.add_error(None, str(error))
        except QueueFull:
            form.add_error(None, QUEUE_IS_FULL)
        else:
            messages.success(request, "Your prompt is queued.")
            return redirect("gallery")
    return show(request, "prompt", form=form, status=400)


@require_POST
@gallery_action
def draw(request: HttpRequest, kind: str) -> HttpResponse:
    """Queue a job for another picture of an entity, wherever it is and whether or not it has one."""
    entity_id = request.POST.get("id", "")
    if kind not in EntityKind.values or not is_game_id(entity_id):
        raise Http404("There is no such entity.")
    try:
        decision = admission.request_image(kind=EntityKind(kind), entity_id=entity_id, force=True, client_id=CLIENT_ID)
    except EntityNotFound as error:
        raise Http404("There is no such entity any more.") from error
    is_queued = decision.verdict in (Verdict.NEW_JOB, Verdict.EXISTING_JOB)
    messages.add_message(request, messages.SUCCESS if is_queued else messages.ERROR, decision.message)
    return _back(request)


@require_POST
@gallery_action
def make_current(request: HttpRequest, image_id: str) -> HttpResponse:
    """Make a picture the present one of its entity."""
    try:
        image = Image.objects.with_public_id(image_id).exclude(entity_id="").get()
        is_change = present.make_current(image)
    except Image.DoesNotExist as error:
        raise Http404("There is no such picture of an entity, or not any more.") from error
    messages.success(request, "This is the present picture now." if is_change else "It is the present picture already.")
    return _back(request)


@require_POST
@gallery_action
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Cancel a job that has not ended."""
    if lifecycle.cancel(job_id):
        messages.success(request, "The job was cancelled.")
    elif Job.objects.filter(id=job_id).exists():
        messages.error(request, "It had ended already.")
    else:
        raise Http404("There is no such job, or not any more.")
    return _back(request)


@require_POST
@gallery_action
def try_again(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Queue the same wish anew for a job that has failed or was cancelled."""
    job = Job.objects.filter(id=job_id).first()
    if job is None:
        raise Http404("There is no such job, or not any more.")
    if job.status not in JobStatus.ENDED:
        messages.error(request, "It has not ended yet.")
        return _back(request)
    try:
        submission = lifecycle.requeue(job)
    except QueueFull:
        messages.error(request, QUEUE_IS_FULL)
    else:
        messages.success(request, "It is queued again." if submission.is_new else "A job for it is under way already.")
    return _back(request)


@require_POST
@gallery_page
def choose_appearance(request: HttpRequest) -> HttpResponse:
    """Remember whether pages are to be light or dark; anything else leaves that to the system."""
    appearance = request.POST.get("appearance")
    response = _back(request)
    if appearance in APPEARANCES:
        response.set_cookie(
            APPEARANCE_COOKIE, appearance, max_age=A_YEAR_SECONDS, samesite="Lax", secure=request.is_secure()
        )
    else:
        response.delete_cookie(APPEARANCE_COOKIE, samesite="Lax")
    return response


def _like(job_id: str) -> dict[str, object]:
    """Return what a form begins with that is to be sent again, perhaps changed: the wish of a job."""
    try:
        job = Job.objects.filter(id=UUID(job_id)).first()
    except ValueError:
        return {}
    if job is None:
        return {}
    size = f"{job.width}x{job.height}"
    begin = {"prompt": job.description.strip(), "seed": job.seed}
    return begin | {"size": size} if size in SIZES else begin


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Return to the page that the form stood on, which must be one of ours."""
    page = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts=None) and page.startswith("/")
    return HttpResponseRedirect(page if is_ours else reverse("gallery"))
