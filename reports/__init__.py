"""The quarterly report of a member or a region: values in, PDF bytes out. Knows no database, computes no score."""
