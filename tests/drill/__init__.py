"""What is lost and what is late when things go wrong, shown as `make drill`: real processes, real HTTP."""
