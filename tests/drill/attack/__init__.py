"""Somebody hostile at the door: what they press, type and send, and an oracle of what it may do."""
