"""The scoring method (specification C) as pure functions over arrays. See README.md."""
