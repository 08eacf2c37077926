"""Formats that leave the house: CSV, HXL, JSON, run bundles. Pure: values in, text or plain data out."""
