"""Parts of bench/mount and bench/run."""
