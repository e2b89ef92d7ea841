"""The operator's settings. Nothing else in the shop reads the environment.

`load_settings` is the way in: it looks at the environment, at `NAME_FILE` for a secret kept in a file, and
at `.env`, in this order, and answers with one frozen `Settings` or with one `SettingsError` that names all that is
wrong.
"""

from bot.settings.provider import ProviderSettings
from bot.settings.shop import Settings
from bot.settings.source import SettingsError, load_settings

__all__ = ["ProviderSettings", "Settings", "SettingsError", "load_settings"]
