"""The register of countries: states, territories, dissolved states, and the exercise's invented ones."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Protocol

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from countries.models.worlds import World
from countries.spelling import fold


class Viewer(Protocol):
    """What the register asks of a user: a lower room knows no user model."""

    def countries_with(self, permission: str) -> frozenset[str] | None:
        """Codes of the countries a permission holds for; None is all."""


class Kind(models.TextChoices):
    """What an entry of the register is. Says nothing about anybody's position on its status."""

    STATE = "state", _("State")
    TERRITORY = "territory", _("Territory")
    DISSOLVED = "dissolved", _("Dissolved")
    DISPUTED = "disputed", _("Status disputed")


class CountryQuerySet(models.QuerySet["Country"]):
    """The questions pages and actions ask of the register."""

    def in_world(self, world: str) -> CountryQuerySet:
        """Countries of one world, `real` or `exercise`."""
        return self.filter(world=world)

    def visible_to(self, user: Viewer) -> CountryQuerySet:
        """Countries the user may see: all, or those of the assignments."""
        allowed = user.countries_with("countries.view_country")
        return self.all() if allowed is None else self.filter(iso3__in=allowed)

    def existing_on(self, day: date) -> CountryQuerySet:
        """Countries that exist on a day: from the first date on, and no more from the second date on."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        )

    def watched(self) -> CountryQuerySet:
        """Countries that have a row on the heatmap while they exist."""
        return self.filter(watched=True)

    def search(self, text: str) -> CountryQuerySet:
        """Countries whose names or codes hold every word of the text; accents and case do not matter."""
        words = fold(text).split()
        if not words:
            return self.none()
        found = self.all()
        for word in words:
            found = found.filter(search_text__contains=word)
        return found


class Country(models.Model):
    """One entry of the register, the unit everything is observed, scored and warned about.

    Written by `countries.actions.reference` alone. Never deleted, and its code never changes: a state that
    ends gets `valid_to` and its successors; what was observed of it stays its own.
    """

    iso3 = models.CharField(_("ISO 3166-1 alpha-3"), max_length=3, primary_key=True)
    iso2 = models.CharField(_("ISO 3166-1 alpha-2"), max_length=2, blank=True)
    m49 = models.CharField(_("M49 code"), max_length=3, blank=True)
    name_en = models.CharField(_("English name"), max_length=80)
    name_fr = models.CharField(_("French name"), max_length=80)
    short_en = models.CharField(_("short English name"), max_length=40)
    short_fr = models.CharField(_("short French name"), max_length=40)
    region = models.ForeignKey(
        "countries.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
    )
    subregion = models.ForeignKey(
        "countries.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sub-region"),
    )
    world = models.CharField(_("world"), max_length=10, choices=World, default=World.REAL)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.STATE)
    watched = models.BooleanField(_("watched"), default=False)
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_to = models.DateField(_("exists no more from"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=240, blank=True)
    # Folded codes, names and spellings: one column that LIKE searches alike on SQLite and PostgreSQL.
    search_text = models.TextField(_("searched text"), editable=False, default="")

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name_en"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        indexes: ClassVar = [models.Index(fields=["world", "watched", "iso3"], name="country_watched")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(world__in=World.values), name="country_world_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="country_kind_known"),
            # Ranges, not a pattern: SQLite runs no REGEXP inside a schema it does not trust.
            models.CheckConstraint(condition=Q(iso3__gte="AAA", iso3__lte="ZZZ"), name="country_iso3_form"),
            # No standard uses XAA to XAL, and no real country may take one of them.
            models.CheckConstraint(
                condition=Q(world=World.EXERCISE, iso3__gte="XAA", iso3__lte="XAL")
                | (Q(world=World.REAL) & ~Q(iso3__gte="XAA", iso3__lte="XAL")),
                name="country_code_fits_world",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")),
                name="country_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.DISSOLVED) | Q(valid_to__isnull=False),
                name="country_dissolved_has_end",
            ),
            # A dissolved state may have passed its code on (CS, 891).
            models.UniqueConstraint(
                fields=["iso2"], condition=~Q(iso2="") & ~Q(kind=Kind.DISSOLVED), name="country_iso2_once"
            ),
            models.UniqueConstraint(
                fields=["m49"], condition=~Q(m49="") & ~Q(kind=Kind.DISSOLVED), name="country_m49_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.iso3})"

    @property
    def name(self) -> str:
        """Its name in the active language."""
        return self.name_fr if _french() else self.name_en

    @property
    def short_name(self) -> str:
        """Its short name in the active language, for tables and charts."""
        return self.short_fr if _french() else self.short_en

    def exists_on(self, day: date) -> bool:
        """Whether it exists on a day; on `valid_to` itself it exists no more."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


def _french() -> bool:
    return (get_language() or "").startswith("fr")
