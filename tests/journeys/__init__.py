"""Journeys: from the form to the closed record file, through the real doors, jobs run inline."""
