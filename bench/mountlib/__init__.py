"""Parts of bench/mount."""
