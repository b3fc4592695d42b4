"""What health officials see. Every address here asks for a permission or stands on the short public list."""
