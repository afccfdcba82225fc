"""The semantic extra: models that know what texts mean, behind one port (ports.Embedder). Nothing needs it."""
