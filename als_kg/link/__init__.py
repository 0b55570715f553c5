"""Judge mappings against what is loaded from outside, and propose new ones for a person to judge."""
