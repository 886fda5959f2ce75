"""Payment services that can be used."""
