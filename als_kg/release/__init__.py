"""Make releases that a researcher can cite, load and trust: one immutable folder per version.

Decision 0010 says what a release is; ``docs/release.md`` what each file is for.
"""
