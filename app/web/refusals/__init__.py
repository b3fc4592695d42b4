"""The words of refusals, by subject; `app.web.answers` puts them into one table."""
