"""The decisions on risk levels that ship, one a file."""
