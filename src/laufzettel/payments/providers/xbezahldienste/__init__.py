"""Payment services that speak XBezahldienste 1.0 (FITKO)."""
