"""What runs beside the chat: submitting, polling, notifying, syncing."""
