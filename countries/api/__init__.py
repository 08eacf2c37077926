"""The register over REST, and the base that every endpoint of the rooms to the right stands on."""
