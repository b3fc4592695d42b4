"""One module a disease: its values, and where each is from."""
