"""What columns, rules and answers were like in training, and how far other records are from that."""
