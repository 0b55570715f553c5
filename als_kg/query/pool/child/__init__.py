"""The program of the processes that evaluate; it knows nothing of the web and runs without secrets.

``frames`` is the one module that the other side uses too.
"""
