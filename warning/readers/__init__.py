"""What the pages of this room show, each in a bounded number of queries."""
