"""Papers: what they count, how they read, and whether a Word processor can open them."""
