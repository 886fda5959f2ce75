"""A finance system that takes assessments by HTTP POST."""
