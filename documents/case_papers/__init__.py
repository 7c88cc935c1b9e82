"""The papers of one case: the written report to an authority, and the whole file, encrypted."""
