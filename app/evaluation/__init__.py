"""The tracer marked against the truth of cities whose infectors are known."""
