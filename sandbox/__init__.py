"""A Telegram that runs on this machine: the Bot API over HTTP, a page to play every person, and the clock."""
