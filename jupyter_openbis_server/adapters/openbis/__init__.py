"""The ports towards openBIS. Importing this package is cheap: pyBIS is loaded at the first login or logout."""
