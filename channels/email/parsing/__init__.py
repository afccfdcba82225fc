"""Reading a mail: its bytes, its fields, its text and files; pure, and linear on whatever comes."""
