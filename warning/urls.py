"""Every address of the product. The rooms bring their own; this one brings the frame and the people."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from warning.pages import accounts, errors, home, jobs, login, profile, search, tokens, world
from warning.pages.country import country_page

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("looked", home.looked, name="looked"),
    path("search", search.search, name="search"),
    path("countries/<str:iso3>/", country_page, name="country"),
    path("world", world.switch, name="world"),
    path("login", login.LogIn.as_view(), name="login"),
    path("logout", login.log_out, name="logout"),
    path("password/", login.forgot, name="password-forgot"),
    path("password/sent/", login.sent, name="password-sent"),
    path("password/set", login.set_password, name="set-password"),
    path("password/<str:uid>/<str:token>/", login.link, name="password-link"),
    path("profile/", profile.profile, name="profile"),
    path("profile/preferences", profile.preferences, name="preferences"),
    path("profile/password", profile.password, name="change-password"),
    path("profile/logins", profile.end_login, name="end-login"),
    path("tokens/", tokens.token_list, name="token-list"),
    path("tokens/revoke", tokens.revoke_token, name="token-revoke"),
    path("jobs/", jobs.job_list, name="job-list"),
    path("jobs/<uuid:pk>/", jobs.job, name="job"),
    path("jobs/<uuid:pk>/cancel", jobs.cancel, name="job-cancel"),
    path("accounts/", accounts.account_list, name="account-list"),
    path("accounts/invite", accounts.invite, name="account-invite"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/roles", accounts.assign, name="account-assign"),
    path("accounts/<int:pk>/roles/<int:assignment>/end", accounts.end_assignment, name="account-end-role"),
    path("accounts/<int:pk>/disable", accounts.disable, name="account-disable"),
    path("accounts/<int:pk>/enable", accounts.enable, name="account-enable"),
    path("accounts/<int:pk>/reset", accounts.reset, name="account-reset"),
    path("accounts/<int:pk>/logins", accounts.log_out_everywhere, name="account-logins"),
    # The rooms' own pages, and the API; no two share an address.
    path("", include("countries.urls")),
    path("", include("indicators.urls")),
    path("api/", include("warning.api.urls")),
]
