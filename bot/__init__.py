"""A Telegram shop that resells services of API v2 providers."""

__version__ = "0.1.0"
