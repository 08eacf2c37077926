"""Readers of the publishers' files, one each: file in, rows out; nothing here writes. Pure."""

from indicators.importers.base import CODES, Importer, Limits, Parsed, get, guess
from indicators.importers.problems import Problem, Refused

__all__ = ["CODES", "Importer", "Limits", "Parsed", "Problem", "Refused", "get", "guess"]
