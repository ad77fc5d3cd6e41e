"""What plugins of one family share."""
