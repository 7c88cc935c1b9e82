"""Incidents: their clock, and who was told."""
