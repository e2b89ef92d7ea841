"""The providers of the shop by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.providers.api_v2 import ApiV2Provider


class Registry:
    """Several providers at once. An order keeps its provider's name, which may be gone from the settings since."""

    def __init__(self, providers: Iterable[ApiV2Provider]) -> None:
        self._providers: dict[str, ApiV2Provider] = {}
        for provider in providers:
            if provider.name in self._providers:
                raise ValueError(f"two providers are named {provider.name}")
            self._providers[provider.name] = provider

    def get(self, name: str) -> ApiV2Provider | None:
        return self._providers.get(name)

    def __iter__(self) -> Iterator[ApiV2Provider]:
        return iter(self._providers.values())

    def __len__(self) -> int:
        return len(self._providers)

    def __contains__(self, name: object) -> bool:
        return name in self._providers

    async def close(self) -> None:
        for provider in self:
            await provider.close()
