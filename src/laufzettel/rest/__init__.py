"""The way in for programs: services, schemas and submissions as JSON. HTTP only; the verbs are those of the pages."""
