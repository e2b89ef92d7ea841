"""A Bot API server, a provider and a chat page on loopback, for the demo and the tests."""
