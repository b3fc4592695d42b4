"""What a citizen does at a door."""
