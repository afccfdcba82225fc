"""Articles in, answers with a probability out."""
