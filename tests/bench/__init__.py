"""The benchmark: what a request costs, as a multiple of a bare Flask "hello" in the same run."""
