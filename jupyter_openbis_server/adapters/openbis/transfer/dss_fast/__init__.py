"""openBIS's file-transfer servlet, "fast download": many files in one transfer, every chunk checked."""
