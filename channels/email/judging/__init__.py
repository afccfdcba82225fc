"""What sort of mail it is, what reports say, whom to believe and who may be answered."""
