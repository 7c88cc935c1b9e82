"""Speed and memory, measured as `make bench`: real processes, a real file, real HTTP."""
