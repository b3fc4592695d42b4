"""The only package that speaks SQL. Functions take a Session, read as questions and return domain values."""
