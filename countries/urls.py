"""Pages of the register. One country's page joins the rooms and is routed by warning/urls.py."""

from __future__ import annotations

from django.urls import path

from countries.pages.directory import directory_page

urlpatterns = [path("countries/", directory_page, name="country-list")]
