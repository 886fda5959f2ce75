"""A specialist system in memory: the twin for tests and the shortest example of a provider."""
