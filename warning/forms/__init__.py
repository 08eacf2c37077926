"""Forms: they parse and complain; rules and writes are in the actions."""
