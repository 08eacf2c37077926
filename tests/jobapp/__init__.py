"""Job handlers that exist in tests only (`EXTRA_APPS=tests.jobapp`), for a real worker to be killed at."""
