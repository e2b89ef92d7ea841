"""The providers' side: API v2 over HTTP, in and out of core types."""
