"""Keys and what they do: functions of keys handed to them, and the key store on disk."""
