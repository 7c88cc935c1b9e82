"""What happened to what we hold: a leak, a loss, a change; its clock, and who has been told."""
