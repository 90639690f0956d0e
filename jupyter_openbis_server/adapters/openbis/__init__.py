"""The ports towards openBIS. Importing this package is cheap: pyBIS is loaded for creations and for scripts only."""
