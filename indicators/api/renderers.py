"""Forms of an answer that only this room has."""

from countries.api.base import CSVRenderer


class HXLRenderer(CSVRenderer):
    """CSV with the tag row of the Humanitarian Exchange Language. No media type is registered for it."""

    media_type = "text/x.hxl+csv"
    format = "hxl"
