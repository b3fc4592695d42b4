"""Ghé: a public-health check-in system for a whole city. docs/architecture.md is the way in."""
