"""Users and groups: Django's own pages, with every change in the audit log, too."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from imagesvc.admin.looking import LeavesTrace

admin.site.unregister([User, Group])


@admin.register(User)
class TracedUserAdmin(LeavesTrace, UserAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    pass


@admin.register(Group)
class TracedGroupAdmin(LeavesTrace, GroupAdmin):
    pass
