"""Log in, log out, wait after wrong passwords, and the way back in."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ledger.job import run_one
from ledger.models import Event, EventBody, Job
from warning.letters import KIND, one_time_link
from warning.models import Session, User

pytestmark = pytest.mark.django_db
PASSWORD = "four quiet horses wait"
NEW = "seven loud sparrows leave"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


@pytest.fixture
def alice() -> User:
    return User.objects.create_user("alice", "alice@example.org", PASSWORD, name="Alice")


@pytest.fixture(autouse=True)
def letters(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def log_in(client: Client, username: str = "alice", password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(reverse("login"), {"username": username, "password": password}, **extra)


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def set_by(client: Client, path: str, one: str = NEW, two: str | None = None) -> Any:
    """Send the form behind a one-time link."""
    uid, token = path.strip("/").split("/")[1:]
    fields = {"uid": uid, "token": token, "new_password1": one, "new_password2": one if two is None else two}
    return client.post(reverse("set-password"), fields)


def link_in_letter() -> str:
    found = re.search(r"https?://\S+", str(mail.outbox[-1].body))
    assert found is not None
    return path_of(found.group())


# --- log in and out -------------------------------------------------------------------------------


def test_a_good_password_opens_the_page_that_was_asked_for(client: Client, alice: User) -> None:
    asked = client.get(reverse("profile"))
    assert asked.url == f"{reverse('login')}?next={reverse('profile')}"
    answer = client.post(asked.url, {"username": "alice", "password": PASSWORD, "next": reverse("profile")})
    assert answer.url == reverse("profile")
    assert client.get(reverse("profile")).status_code == 200


def test_a_login_never_leads_to_another_host(client: Client, alice: User) -> None:
    answer = client.post(
        reverse("login"), {"username": "alice", "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert answer.url == reverse("home")


def test_a_login_gets_a_session_key_that_nobody_could_have_planted(client: Client, alice: User) -> None:
    planted = client.session
    planted["seen"] = "before"
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    log_in(client)
    assert client.session.session_key != planted.session_key
    assert not Session.objects.filter(session_key=planted.session_key).exists()


@pytest.mark.parametrize("wrong", ["name", "password", "disabled", "invited"])
def test_every_refused_login_says_the_same(client: Client, alice: User, wrong: str) -> None:
    if wrong == "disabled":
        User.objects.filter(pk=alice.pk).update(is_active=False)
    if wrong == "invited":
        alice.set_unusable_password()
        alice.save()
    name = "nobody" if wrong == "name" else "alice"
    answer = log_in(client, name, NEW if wrong == "password" else PASSWORD)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "This user name and password do not go together." in text
    assert "disabled" not in text.split("<main")[1]


def test_a_session_knows_its_owner_and_device_but_no_address(client: Client, alice: User) -> None:
    log_in(client, headers={"user-agent": CHROME}, REMOTE_ADDR="203.0.113.9")
    row = Session.objects.get(user=alice)
    assert row.device == "Chrome, Linux"
    assert "203.0.113.9" not in str(row.get_decoded()) + row.session_data


def test_logging_out_needs_a_post(client: Client, alice: User) -> None:
    log_in(client)
    assert client.get(reverse("logout")).status_code == 405
    assert Session.objects.filter(user=alice).exists()


def test_logging_out_ends_the_session_and_clears_the_browser(client: Client, alice: User) -> None:
    log_in(client)
    old = client.session.session_key
    answer = client.post(reverse("logout"))
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not Session.objects.filter(session_key=old).exists()
    client.cookies[settings.SESSION_COOKIE_NAME] = old
    assert client.get(reverse("profile")).status_code == 302


def test_an_idle_login_ends_by_itself(client: Client, alice: User) -> None:
    log_in(client)
    late = timezone.now() - settings.SESSION_IDLE - timedelta(seconds=5)
    Session.objects.filter(user=alice).update(seen_at=late)
    assert client.get(reverse("profile")).url.startswith(reverse("login"))
    assert not Session.objects.filter(user=alice).exists()


def test_reading_pages_keeps_a_login_alive_and_polling_does_not(client: Client, alice: User) -> None:
    log_in(client)
    before = timezone.now() - timedelta(minutes=10)
    Session.objects.filter(user=alice).update(seen_at=before)
    client.get(reverse("profile"), headers={"x-poll": "1"})
    assert Session.objects.get(user=alice).seen_at == before
    client.get(reverse("profile"))
    assert timezone.now() - Session.objects.get(user=alice).seen_at < timedelta(minutes=1)


def test_a_login_ends_twelve_hours_after_it_began_whatever_is_stored_meanwhile(client: Client, alice: User) -> None:
    log_in(client)
    end = Session.objects.get(user=alice).expire_date
    client.post(reverse("world"), {"world": "exercise"})
    row = Session.objects.get(user=alice)
    assert row.get_decoded()["world"] == "exercise"
    assert row.expire_date == end


# --- throttling -----------------------------------------------------------------------------------


def fail(client: Client, times: int, **extra: Any) -> Any:
    answer = None
    for _ in range(times):
        answer = log_in(client, password="wrong", **extra)
    return answer


def test_too_many_wrong_passwords_wait_and_the_page_says_how_long(client: Client, alice: User) -> None:
    answer = fail(client, settings.AXES_FAILURE_LIMIT)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= settings.AXES_COOLOFF_TIME.total_seconds()
    assert "Try again in 5 minutes" in answer.content.decode()
    assert log_in(client).status_code == 429  # even with the right password


@override_settings(PROXY_COUNT=1)
def test_nobody_gets_around_the_wait_by_writing_the_proxys_header(client: Client, alice: User) -> None:
    for number in range(settings.AXES_FAILURE_LIMIT):
        answer = fail(client, 1, headers={"x-forwarded-for": f"192.0.2.{number}, 203.0.113.9"})
    assert answer.status_code == 429
    assert log_in(Client(), headers={"x-forwarded-for": "198.51.100.7"}).status_code == 302


def test_a_polling_part_whose_login_has_ended_loads_the_page_anew(client: Client, alice: User) -> None:
    asked = client.get(reverse("job-list"), {"part": "1"}, headers={"hx-request": "true"})
    assert (asked.status_code, asked["HX-Refresh"], asked.content) == (204, "true", b"")


def test_the_owner_logs_in_from_another_address_while_somebody_guesses(client: Client, alice: User) -> None:
    fail(client, settings.AXES_FAILURE_LIMIT, REMOTE_ADDR="203.0.113.9")
    assert log_in(Client(), REMOTE_ADDR="198.51.100.7").status_code == 302


def test_a_try_during_the_wait_does_not_lengthen_it(client: Client, alice: User, time_machine: Any) -> None:
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    first = fail(client, settings.AXES_FAILURE_LIMIT)
    time_machine.move_to(start + timedelta(minutes=3), tick=False)
    again = log_in(client)
    assert int(again["Retry-After"]) == int(first["Retry-After"]) - 180
    time_machine.move_to(start + settings.AXES_COOLOFF_TIME + timedelta(seconds=1), tick=False)
    assert log_in(client).status_code == 302


# --- forgotten passwords and one-time links -------------------------------------------------------


def ask(client: Client, who: str) -> Any:
    return client.post(reverse("password-forgot"), {"who": who}, follow=True)


def test_a_letter_with_a_link_goes_to_the_known(client: Client, alice: User) -> None:
    ask(client, "alice")
    run_one()
    assert mail.outbox[0].to == ["alice@example.org"]
    assert PASSWORD not in str(mail.outbox[0].body)
    set_by(client, link_in_letter())
    assert log_in(client, password=NEW).status_code == 302


def test_the_answer_and_the_work_are_the_same_for_the_unknown(client: Client, alice: User) -> None:
    seen = []
    for who in ("alice", "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(reverse("password-forgot"), {"who": who})
        seen.append((answer.status_code, answer.url, len(queries)))
    assert seen[0] == seen[1]
    assert Job.objects.filter(kind=KIND).count() == 2
    run_one()
    run_one()
    assert len(mail.outbox) == 1


def test_a_disabled_account_gets_no_letter(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    ask(client, "alice")
    run_one()
    assert mail.outbox == []


def test_asking_again_and_again_sends_one_letter(client: Client, alice: User) -> None:
    for who in ("alice", "alice@example.org", "ALICE"):
        ask(client, who)
    for _ in range(3):
        run_one()
    assert len(mail.outbox) == 1


def test_a_link_works_once(client: Client, alice: User) -> None:
    path = path_of(one_time_link(alice, "http://testserver"))
    assert client.get(path).status_code == 200
    assert set_by(client, path).status_code == 302
    assert client.get(path).status_code == 404
    assert set_by(client, path, PASSWORD).status_code == 404
    alice.refresh_from_db()
    assert alice.check_password(NEW)


def test_a_link_dies_of_age(client: Client, alice: User, time_machine: Any) -> None:
    path = path_of(one_time_link(alice, "http://testserver"))
    time_machine.move_to(timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT + 5))
    assert client.get(path).status_code == 404


def test_every_bad_link_gets_the_same_page(client: Client, alice: User) -> None:
    good = path_of(one_time_link(alice, "http://testserver"))
    uid, token = good.strip("/").split("/")[1:]
    used = Client()
    set_by(used, good)
    bad = [good, f"/password/{uid}/abc-def/", f"/password/MTIzNDU2/{token}/", f"/password/!!/{token}/"]
    pages = {client.get(path).content for path in bad}
    assert len(pages) == 1


def test_setting_a_password_ends_every_login(client: Client, alice: User) -> None:
    elsewhere = Client()
    log_in(elsewhere)
    path = path_of(one_time_link(User.objects.get(pk=alice.pk), "http://testserver"))
    set_by(client, path)
    assert elsewhere.get(reverse("profile")).status_code == 302


@pytest.mark.parametrize(
    ("one", "two", "said"),
    [
        ("short", "short", "at least 15 characters"),
        ("alice@example.org", "alice@example.org", "too similar to the e-mail"),
        (NEW, NEW + "x", "The two passwords differ"),
    ],
)
def test_a_weak_or_mistyped_password_is_refused_at_its_field(
    client: Client, alice: User, one: str, two: str, said: str
) -> None:
    path = path_of(one_time_link(alice, "http://testserver"))
    answer = set_by(client, path, one, two)
    text = answer.content.decode()
    assert said in text
    assert 'aria-invalid="true"' in text
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_no_password_and_no_link_reaches_the_ledger(client: Client, alice: User) -> None:
    path = path_of(one_time_link(alice, "http://testserver"))
    set_by(client, path)
    event = Event.objects.get(action="warning.set_password_by_link")
    assert event.actor == alice.handle
    everything = "".join(EventBody.objects.values_list("body", flat=True))
    assert NEW not in everything
    assert path.split("/")[3] not in everything


# --- the exercise's accounts ----------------------------------------------------------------------


def test_the_login_page_names_the_exercise_accounts_of_an_embedded_copy(client: Client) -> None:
    User.objects.create_user("mira", name="Mira", exercise=True)
    assert "Exercise accounts" in client.get(reverse("login")).content.decode()


@override_settings(EMBEDDED=False)
def test_a_production_login_page_names_nobody(client: Client) -> None:
    User.objects.create_user("mira", name="Mira", exercise=True)
    text = client.get(reverse("login")).content.decode()
    assert "mira" not in text.lower()


def test_a_login_page_without_exercise_names_nobody(client: Client, alice: User) -> None:
    assert "alice" not in client.get(reverse("login")).content.decode()


def test_a_superuser_is_no_decision_maker() -> None:
    root = User.objects.create_superuser("root", password=PASSWORD)
    assert root.has_perm("warning.manage_accounts")
    assert not root.has_role("decision_maker")
    assert not root.has_role("administrator")
    for permission in ("indicators.view_scores", "indicators.import_data", "indicators.run_scoring"):
        assert not root.has_perm(permission)
