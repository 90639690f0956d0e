"""Services of the event loop: workers, memory, activity, job events."""
