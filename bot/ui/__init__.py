"""What the chat shows: screens, keyboards, texts."""
