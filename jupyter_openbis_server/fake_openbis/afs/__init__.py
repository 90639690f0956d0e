"""The file server AFS of openBIS 7, which keeps files with samples and experiments."""
