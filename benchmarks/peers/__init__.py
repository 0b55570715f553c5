"""Measure the endpoint beside its peers: same machine, same data, same run."""
