"""Commands that download data sets."""
