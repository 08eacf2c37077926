"""Home: a to-do list, not a brochure."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from warning.actions.accounts import mark_looked
from warning.pages.guard import me, world_of
from warning.readers.home import news, next_month_end
from warning.readers.todo import todos
from warning.roles import Permission


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me, what changed since I last looked, how my countries stand."""
    user: Any = request.user
    world = world_of(request)
    sees_scores = user.has_perm(Permission.VIEW_SCORES)
    context = {
        "todos": todos(user, world),
        "news": news(user, world, ignore_look=request.GET.get("since") == "run") if sees_scores else None,
        "next_run": next_month_end(world),
        "imports": user.has_perm(Permission.IMPORT_DATA),
        "has_role": bool(user.current_assignments()),
    }
    return render(request, "warning/home.html", context)


@require_POST
def looked(request: HttpRequest) -> HttpResponse:
    """The user has seen what changed."""
    mark_looked(user=me(request))
    return redirect("home")
