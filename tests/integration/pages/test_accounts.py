"""Accounts: who may manage them, and the rules that no administrator gets around."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from countries.models import Country
from ledger.actors import System
from ledger.job import run_one
from ledger.models import Event, EventBody
from warning.actions import accounts as act
from warning.actions.roles import assign_role, end_role
from warning.actions.sessions import end_sessions
from warning.actions.tokens import issue
from warning.models import ApiToken, Assignment, Session, User

pytestmark = pytest.mark.django_db
As = Callable[[Any], Client]
SITE = "http://testserver"


@pytest.fixture(autouse=True)
def letters(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def today() -> date:
    return timezone.now().date()


def invitation(**other: str) -> dict[str, str]:
    return {
        "username": "nadia",
        "name": "Nadia Nový",
        "email": "nadia@example.org",
        "office": "Delegation",
        "language": "en",
    } | other


def give(user: User, by: Any, role: str = "manager", **more: Any) -> list[Assignment]:
    return assign_role(
        **(
            {"user": user, "role": role, "countries": [None], "since": timezone.now().date(), "until": None, "by": by}
            | more
        )
    )


def last_event() -> Event:
    event = Event.objects.order_by("-seq").first()
    assert event is not None
    return event


# --- invite ---------------------------------------------------------------------------------------


def test_an_invited_account_opens_by_its_letter_only(hanna: User, as_user: As) -> None:
    as_user(hanna).post(reverse("account-invite"), invitation())
    nadia = User.objects.get(username="nadia")
    assert not nadia.has_usable_password()
    run_one()
    assert mail.outbox[0].to == ["nadia@example.org"]
    assert "nadia" in str(mail.outbox[0].body)
    assert "/password/" in str(mail.outbox[0].body)


def test_an_invitation_never_tells_whether_an_address_is_known(hanna: User, as_user: As) -> None:
    User.objects.create_user("nadine", "nadia@example.org", name="Nadine")
    client = as_user(hanna)
    pages = []
    for email in ("nadia@example.org", "fresh@example.org"):
        answer = client.post(reverse("account-invite"), invitation(email=email), follow=True)
        said = str(next(iter(answer.context["messages"]))).replace(email, "…")
        pages.append((answer.redirect_chain, said))
    assert pages[0] == pages[1]


def test_a_known_address_gets_a_letter_instead_of_a_second_account(hanna: User) -> None:
    User.objects.create_user("nadine", "NADIA@example.org", name="Nadine")
    assert act.invite(**invitation(), site=SITE, by=hanna) is None
    assert User.objects.filter(email__iexact="nadia@example.org").count() == 1
    run_one()
    assert "already" in mail.outbox[0].subject
    assert "nadine" in str(mail.outbox[0].body)


def test_a_taken_user_name_is_refused_at_its_field(hanna: User, as_user: As) -> None:
    answer = as_user(hanna).post(reverse("account-invite"), invitation(username="hanna"))
    form = answer.context["form"]
    assert "username" in form.errors
    assert 'href="#id_username"' in answer.content.decode()  # the summary leads to the field


def test_an_invited_account_has_no_role(hanna: User) -> None:
    nadia = act.invite(**invitation(), site=SITE, by=hanna)
    assert nadia is not None
    assert nadia.current_assignments() == ()


# --- roles ----------------------------------------------------------------------------------------


def test_a_role_holds_from_its_first_day_until_its_last_is_reached(otto: User, hanna: User, today: date) -> None:
    give(otto, hanna, since=today, until=today + timedelta(days=3))
    assert User.objects.get(pk=otto.pk).has_perm("indicators.view_scores")
    row = Assignment.objects.get(user=otto)
    row.until = today
    Assignment.objects.filter(pk=row.pk).update(until=today)
    assert not User.objects.get(pk=otto.pk).has_perm("indicators.view_scores")


def test_a_role_that_begins_tomorrow_gives_nothing_today(otto: User, hanna: User, today: date) -> None:
    give(otto, hanna, since=today + timedelta(days=1))
    assert not User.objects.get(pk=otto.pk).has_perm("indicators.view_scores")


def test_a_role_for_some_countries_reaches_those_alone(otto: User, hanna: User) -> None:
    pair = list(Country.objects.filter(iso3__in=["FRA", "NAM"]))
    give(otto, hanna, role="analyst", countries=pair)
    fresh = User.objects.get(pk=otto.pk)
    assert fresh.my_countries() == {"FRA", "NAM"}
    assert fresh.has_perm("indicators.log_event", "NAM")
    assert not fresh.has_perm("indicators.log_event", "DEU")


def test_nobody_gives_himself_a_role(hanna: User, as_user: As, today: date) -> None:
    with pytest.raises(ValidationError, match="himself"):
        give(hanna, hanna, role="decision_maker")
    form = {"role": "manager", "countries": "*", "since": today.isoformat()}
    as_user(hanna).post(reverse("account-assign", args=[hanna.pk]), form)
    assert not Assignment.objects.filter(user=hanna, role__in=["manager", "decision_maker"]).exists()


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("role", {"role": "emperor"}),
        ("since", {"since": date(2020, 1, 1)}),
        ("until", {"until": date(2020, 1, 1)}),
    ],
)
def test_a_role_that_cannot_be_is_refused_at_its_field(
    otto: User, hanna: User, field: str, more: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as refused:
        give(otto, hanna, **more)
    assert field in refused.value.error_dict
    assert not Assignment.objects.filter(user=otto).exists()


def test_an_administrator_is_one_for_every_country(otto: User, hanna: User) -> None:
    with pytest.raises(ValidationError) as refused:
        give(otto, hanna, role="administrator", countries=[Country.objects.get(iso3="FRA")])
    assert "countries" in refused.value.error_dict


def test_the_same_role_is_not_given_twice_for_the_same_days(otto: User, hanna: User, today: date) -> None:
    give(otto, hanna, until=today + timedelta(days=10))
    with pytest.raises(ValidationError) as refused:
        give(otto, hanna, since=today + timedelta(days=5))
    assert "role" in refused.value.error_dict
    give(otto, hanna, since=today + timedelta(days=10))  # the day the first one ends


def test_one_country_that_is_refused_keeps_all_from_being_given(otto: User, hanna: User) -> None:
    give(otto, hanna, role="analyst", countries=[Country.objects.get(iso3="FRA")])
    with pytest.raises(ValidationError):
        give(otto, hanna, role="analyst", countries=list(Country.objects.filter(iso3__in=["FRA", "NAM"])))
    assert Assignment.objects.filter(user=otto).count() == 1


def test_an_empty_choice_of_countries_is_not_the_whole_world(otto: User, hanna: User, as_user: As, today: date) -> None:
    answer = as_user(hanna).post(
        reverse("account-assign", args=[otto.pk]), {"role": "analyst", "since": today.isoformat()}
    )
    assert answer.status_code == 422
    assert not Assignment.objects.filter(user=otto).exists()


def test_all_countries_and_some_of_them_are_not_chosen_together(
    otto: User, hanna: User, as_user: As, today: date
) -> None:
    form = {"role": "analyst", "countries": ["*", "FRA"], "since": today.isoformat()}
    answer = as_user(hanna).post(reverse("account-assign", args=[otto.pk]), form)
    assert answer.status_code == 422
    assert not Assignment.objects.filter(user=otto).exists()


def test_a_change_of_role_ends_the_logins_it_concerns_and_no_other(otto: User, hanna: User, as_user: As) -> None:
    his, hers = as_user(otto), as_user(hanna)
    row = give(otto, hanna)[0]
    assert his.get(reverse("home")).status_code == 302
    his = as_user(otto)
    end_role(assignment=row, by=hanna)
    assert his.get(reverse("home")).status_code == 302
    assert hers.get(reverse("home")).status_code == 200


def test_an_ended_role_stays_on_record(otto: User, hanna: User, today: date) -> None:
    row = give(otto, hanna)[0]
    end_role(assignment=row, by=hanna)
    row.refresh_from_db()
    assert row.until == today
    with pytest.raises(ValidationError, match="already ended"):
        end_role(assignment=row, by=hanna)


def test_a_role_that_never_began_ends_on_the_day_it_would_have_begun(otto: User, hanna: User, today: date) -> None:
    row = give(otto, hanna, since=today + timedelta(days=5))[0]
    end_role(assignment=row, by=hanna)
    row.refresh_from_db()
    assert row.until == row.since


# --- the last administrator -----------------------------------------------------------------------


def test_the_last_administrator_cannot_be_disabled(hanna: User) -> None:
    with pytest.raises(ValidationError, match="last administrator"):
        act.disable(user=hanna, by=System("system:test"))
    hanna.refresh_from_db()
    assert hanna.is_active


def test_the_last_administrators_role_cannot_be_ended(hanna: User) -> None:
    row = Assignment.objects.get(user=hanna, role="administrator")
    with pytest.raises(ValidationError, match="last administrator"):
        end_role(assignment=row, by=hanna)


def test_an_administrator_whose_role_will_end_is_no_successor(hanna: User, otto: User, today: date) -> None:
    give(otto, hanna, role="administrator", until=today + timedelta(days=2))
    with pytest.raises(ValidationError, match="last administrator"):
        act.disable(user=hanna, by=System("system:test"))


def test_a_second_administrator_lets_the_first_go(hanna: User, otto: User) -> None:
    give(otto, hanna, role="administrator")
    act.disable(user=hanna, by=User.objects.get(pk=otto.pk))
    hanna.refresh_from_db()
    assert not hanna.is_active


def test_nobody_disables_the_own_account(hanna: User, otto: User) -> None:
    give(otto, hanna, role="administrator")
    with pytest.raises(ValidationError, match="own account"):
        act.disable(user=hanna, by=hanna)


# --- disable, enable, reset -----------------------------------------------------------------------


def test_disabling_ends_every_login_and_deletes_every_token_at_once(
    farida: User, hanna: User, as_user: As, client: Client
) -> None:
    hers = as_user(farida)
    _token, key = issue(user=farida, name="notebook", scopes=["scores:read"], days=30, by=farida)
    assert hers.get(reverse("home")).status_code == 200
    as_user(hanna).post(reverse("account-disable", args=[farida.pk]))
    assert hers.get(reverse("home")).status_code == 302
    assert not Session.objects.filter(user=farida).exists()
    assert not ApiToken.objects.filter(user=farida).exists()
    assert key  # it existed, and opens nothing now


def test_enabling_gives_back_the_roles_but_no_token(farida: User, hanna: User) -> None:
    issue(user=farida, name="notebook", scopes=["scores:read"], days=30, by=farida)
    act.disable(user=farida, by=hanna)
    act.enable(user=farida, by=hanna)
    fresh = User.objects.get(pk=farida.pk)
    assert fresh.has_perm("indicators.view_scores")
    assert not ApiToken.objects.filter(user=farida).exists()


def test_a_reset_voids_the_password_and_ends_the_logins(hanna: User, as_user: As) -> None:
    nadia = User.objects.create_user("nadia", "nadia@example.org", "four quiet horses wait")
    hers = as_user(nadia)
    act.reset(user=nadia, site=SITE, by=hanna)
    nadia.refresh_from_db()
    assert not nadia.has_usable_password()
    assert hers.get(reverse("profile")).status_code == 302
    run_one()
    assert "/password/" in str(mail.outbox[0].body)


def test_a_reset_without_an_address_changes_nothing(otto: User, hanna: User) -> None:
    otto.set_password("four quiet horses wait")
    otto.save()
    with pytest.raises(ValidationError, match="no e-mail address"):
        act.reset(user=otto, site=SITE, by=hanna)
    otto.refresh_from_db()
    assert otto.has_usable_password()


# --- the ledger, the cache, the right -------------------------------------------------------------


def test_every_verb_is_recorded_by_handle_without_a_name_or_an_address(hanna: User, today: date) -> None:
    nadia = act.invite(**invitation(), site=SITE, by=hanna)
    assert nadia is not None
    row = give(nadia, hanna)[0]
    end_role(assignment=row, by=hanna)
    act.change_account(user=nadia, name="Nadia Nová", email="nova@example.org", office="", by=hanna)
    act.disable(user=nadia, by=hanna)
    act.enable(user=nadia, by=hanna)
    act.reset(user=nadia, site=SITE, by=hanna)
    end_sessions(user=nadia, by=hanna)
    verbs = list(
        Event.objects.filter(object=f"account:{nadia.handle}").order_by("seq").values_list("action", flat=True)
    )
    assert verbs == [
        f"warning.{verb}"
        for verb in (
            "invite",
            "assign_role",
            "end_role",
            "change_account",
            "disable",
            "enable",
            "reset",
            "end_sessions",
        )
    ]
    bodies = "".join(EventBody.objects.values_list("body", flat=True))
    assert not any(text in bodies for text in ("Nadia", "nadia", "example.org"))
    assert last_event().actor == hanna.handle


def test_a_refused_action_leaves_no_event(hanna: User) -> None:
    before = Event.objects.count()
    with pytest.raises(ValidationError):
        act.disable(user=hanna, by=System("system:test"))
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    "verb", ["invite", "change", "disable", "enable", "reset", "assign", "end_role", "end_sessions"]
)
def test_an_action_asks_for_the_right_itself_whatever_page_calls_it(
    verb: str, goran: User, otto: User, hanna: User
) -> None:
    row = Assignment.objects.get(user=hanna)
    calls: dict[str, Callable[[], Any]] = {
        "invite": lambda: act.invite(**invitation(), site=SITE, by=goran),
        "change": lambda: act.change_account(user=otto, name="x", email="x@example.org", office="", by=goran),
        "disable": lambda: act.disable(user=otto, by=goran),
        "enable": lambda: act.enable(user=otto, by=goran),
        "reset": lambda: act.reset(user=otto, site=SITE, by=goran),
        "assign": lambda: give(otto, goran),
        "end_role": lambda: end_role(assignment=row, by=goran),
        "end_sessions": lambda: end_sessions(user=otto, by=goran),
    }
    with pytest.raises(PermissionDenied, match=r"warning\.manage_accounts"):
        calls[verb]()


@pytest.mark.parametrize("name", ["account-list", "account-invite", "profile", "token-list"])
def test_pages_about_people_are_kept_by_no_cache(name: str, hanna: User, farida: User, as_user: As) -> None:
    answer = as_user(farida if name == "token-list" else hanna).get(reverse(name))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_the_list_takes_the_same_queries_for_few_and_many(
    hanna: User, as_user: As, django_assert_max_num_queries: Any
) -> None:
    client = as_user(hanna)
    for number in range(30):
        user = User.objects.create_user(f"person{number:02d}")
        Assignment.objects.create(user=user, role="analyst", country_id="FRA", given_by="system:tests")
    with django_assert_max_num_queries(9):
        assert "person29" in client.get(reverse("account-list")).content.decode()


def test_the_list_is_narrowed_by_name_role_and_state(hanna: User, otto: User, amara: User, as_user: As) -> None:
    client = as_user(hanna)

    def names(**query: str) -> set[str]:
        return {account.username for account, _roles in client.get(reverse("account-list"), query).context["rows"]}

    assert names(q="ott") == {"otto"}
    assert names(role="analyst") == {"amara"}
    assert names(state="without_role") == {"otto"}
    assert names(state="disabled") == set()
