"""What leaves the house, put together: readers on one side, pure formats on the other, a cache between."""
