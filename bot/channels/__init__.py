"""Where people talk: each channel turns what happened into an `Incoming` and shows the `Turn`."""
