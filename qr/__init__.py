"""Text to QR symbol to picture or printed sheet; knows nothing of the service that uses it."""
