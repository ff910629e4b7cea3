"""Closes the cycle: what is served is watched, a challenger trained where needed, judged, and promoted or kept."""
