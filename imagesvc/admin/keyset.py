"""Lists in the admin that page by key: newest first, nothing counted beyond a limit, every page as quick as the first.

Django's own list counts all rows twice and skips those before the page; at a million rows that takes seconds.
"""

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from imagesvc.admin.looks import many
from jobs.listing import STRETCH, Listing, Page

BEFORE, AFTER = "before", "after"
MOST_COUNTED = 10_000


class KeysetList(ChangeList):
    """A page of rows by key, with the addresses of its neighbours; `summary` says how many there are."""

    page: Page
    summary: str

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        self.read_keys(request)
        return super().get_queryset(request, exclude_parameters)

    def read_keys(self, request: HttpRequest) -> None:
        """Take out where in the list the page is, which is no filter."""
        self.keys = {name: self._key(request.GET.get(name, "")) for name in (BEFORE, AFTER)}
        for name in self.keys:
            self.params.pop(name, None)
            self.filter_params.pop(name, None)

    def get_results(self, request: HttpRequest) -> None:
        """Read the keys of the page's rows, then the rows themselves with all that is shown of them."""
        self.page = self.listing().page(before=self.keys[BEFORE], after=self.keys[AFTER], size=self.list_per_page)
        found = self.rows_of([row["id"] for row in self.page.rows])
        self.result_list = [found[row["id"]] for row in self.page.rows if row["id"] in found]
        self.result_count = self.full_result_count = len(self.result_list)
        self.show_full_result_count = self.can_show_all = self.multi_page = False
        self.show_admin_actions = True
        self.paginator = None
        self.summary = self.say_how_many()

    def listing(self) -> Listing:
        """Return the list that is paged; a search looks through a stretch of it at a time."""
        looked_for = Q(pk__isnull=False) if self.query else Q()
        return Listing(rows=self.queryset.order_by().values("id"), branches=[Q()], matching=looked_for)

    def rows_of(self, keys: Sequence[Any]) -> dict[Any, Any]:
        """Return rows by their keys."""
        rows = self.apply_select_related(self.root_queryset) if self.list_select_related else self.root_queryset
        return {row.pk: row for row in rows.filter(pk__in=keys)}

    def say_how_many(self) -> str:
        """Say how many there are, as far as counting them is cheap."""
        shown = f"{len(self.result_list):,}"
        if self.query:
            return shown + (f" found among the {STRETCH:,} looked through" if self.page.is_cut else " found here")
        return f"{shown} of {self.count()}"

    def count(self) -> str:
        return many(self.queryset.order_by()[: MOST_COUNTED + 1].count(), most=MOST_COUNTED)

    @property
    def newer_address(self) -> str:
        return self.get_query_string({AFTER: self.page.newer}) if self.page.newer else ""

    @property
    def older_address(self) -> str:
        return self.get_query_string({BEFORE: self.page.older}) if self.page.older else ""

    @property
    def newest_address(self) -> str:
        return self.get_query_string() if self.page.newer else ""

    def _key(self, text: str) -> Any:
        try:
            return self.opts.pk.to_python(text) if text else None
        except ValidationError:
            return None  # as Django's lists do with a page that is no number


class KeysetAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    """For an admin whose list pages by key."""

    ordering = ("-id",)
    # The key's order is the only one that an index has for every list.
    sortable_by = ()
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/keyset_list.html"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeysetList

    def response_action(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | None:
        """Act on what was selected on a page, never on all rows at once: that is what batches are for."""
        said = request.POST.copy()
        said["select_across"] = "0"
        request.POST = cast("Any", said)  # as Django's own tests do, though its types do not know it
        return super().response_action(request, *args, **kwargs)
