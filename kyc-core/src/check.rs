//! Checks: pure and total, one file each, listed in one table.
