"""The versioned store that fetched data is pulled into: Delta tables, a version for each fetch."""
