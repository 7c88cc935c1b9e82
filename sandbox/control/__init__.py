"""The control API: people, their messages and presses, the clock, the faults, what happened."""
