"""Requests and answers as they are kept: the table, reading it as frames, and exporting it.

Serving writes them, monitoring reads them; both meet here, in the table, and do not import each other.
"""
