"""The records of the centre: frozen values, one noun a file, standard library only."""
