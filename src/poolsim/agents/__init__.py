"""Who decides: firms, secretariats and patent holders as Mesa agents, and the sector's plain record."""
