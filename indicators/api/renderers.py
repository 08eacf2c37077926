"""Forms of an answer that only this room has."""

from countries.api.base import CSVRenderer


class HXLRenderer(CSVRenderer):
    """CSV with the tag row of the Humanitarian Exchange Language."""

    media_type = "text/csv; profile=hxl"
    format = "hxl"
