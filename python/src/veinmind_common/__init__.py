"""Services and helpers for plugins of veinmind-tools and of one's own."""
