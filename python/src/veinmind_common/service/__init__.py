"""Services of the host."""
