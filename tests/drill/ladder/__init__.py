"""One simulated day of many cases: who is on the ladder, what their phones do, and what should have been."""
