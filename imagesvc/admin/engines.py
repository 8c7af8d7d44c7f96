"""How well the engines are, to look at; settings name them, and only what they do changes these rows."""

from django.contrib import admin

from imagesvc.admin.looking import LookOnly
from imagesvc.admin.looks import NOTHING, age, badge, moment
from imagesvc.pool.choice import Health
from imagesvc.pool.models import EngineState
from imagesvc.pool.reporting import report

TONES = {Health.HEALTHY: "completed", Health.AWAY: "failed", Health.OPEN: "failed", Health.HALF_OPEN: "waiting"}


@admin.register(EngineState)
class EngineStateAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    list_display = ("name", "health", "failures", "error", "failed", "drew", "probed")
    ordering = ("name",)
    fields = (
        "name",
        "health",
        "is_away",
        "failures",
        "openings",
        "busy_until",
        "open_until",
        "error",
        "last_error_code",
        "failed_at",
        "probed_at",
        "taken_at",
        "drew_at",
    )
    readonly_fields = ("health", "error")

    @admin.display(description="state")
    def health(self, state: EngineState) -> str:
        found = next((each.health for each in report() if each.name == state.name), None)
        if found is None:
            return badge("not configured", tone="cancelled")
        return badge(found.value, tone=TONES[found])

    @admin.display(description="last error")
    def error(self, state: EngineState) -> str:
        return state.last_error or NOTHING

    @admin.display(description="failed")
    def failed(self, state: EngineState) -> str:
        return age(state.failed_at)

    @admin.display(description="last picture")
    def drew(self, state: EngineState) -> str:
        return age(state.drew_at)

    @admin.display(description="asked")
    def probed(self, state: EngineState) -> str:
        return moment(state.probed_at)
