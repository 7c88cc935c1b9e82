"""The Bot API as Telegram serves it to bots, over HTTP."""
