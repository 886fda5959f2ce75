"""A finance system that takes assessments over HTTP: acknowledges, refuses or is down."""
