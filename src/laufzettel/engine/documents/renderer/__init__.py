"""The typesetter in its own process: templates come from strangers and must not be able to hurt the worker."""
