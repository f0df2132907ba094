"""The store of scans: Parquet parts by destination and month of the item's first scan, told by one manifest.

How it works and what a crash leaves is written in docs/events-store.md.
"""
