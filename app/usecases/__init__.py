"""One file per thing a person does, in three beats: gather, decide, apply."""
