"""Payment systems, spoken to: Telegram Stars by aiogram, Crypto Pay by httpx."""
