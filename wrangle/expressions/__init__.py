"""SQL expressions of rule files, compiled to polars expressions."""
