"""The ground under everything: money, dates, ids, actor, event, errors. Pure Python, a closed list."""
