"""A Telegram shop that resells services of API v2 providers."""
