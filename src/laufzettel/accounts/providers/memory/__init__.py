"""An identity provider in memory: the twin of the real ones."""
