"""What the literature gives, as pure functions on domain values and arrays."""
