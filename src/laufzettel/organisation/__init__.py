"""The town: municipalities, units, responsibility, clerks' posts."""
