"""Use cases: one a function, one transaction each. Nothing here knows Telegram, HTTP or SQL."""
