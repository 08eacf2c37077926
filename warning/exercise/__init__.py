"""The exercise world: an invented region, its invented evidence and its cast. See README.md."""
