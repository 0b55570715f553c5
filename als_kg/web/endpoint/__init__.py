"""The protocol's hot path, as plain WSGI in front of the pages.

    front ──► incoming ──► sparql | graphs | health | metrics ──► outgoing
      └─────► pages (Flask): whatever no endpoint answers

A module that answers takes an ``Incoming`` and gives an ``Outgoing``, or None where the pages should
answer; errors are raised and become answers in one place, ``failing``.
"""
