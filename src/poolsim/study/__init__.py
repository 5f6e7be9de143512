"""Studies: what they declare, and the one way to run them."""
