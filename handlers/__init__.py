"""What a customer or an admin does in the chat."""
