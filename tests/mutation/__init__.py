"""How many small faults in the code the tests notice, measured as `make mutants`."""
