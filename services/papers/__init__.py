"""The facts of the papers that the law asks of an operator: counts and codes, never a name."""
