"""HTML pages and notebook views of what the other packages return."""
