"""HTTP for a long-running server: pooled, cancellable, bounded in time and size."""
