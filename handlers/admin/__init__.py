"""What admins do. To anybody else none of it exists."""
