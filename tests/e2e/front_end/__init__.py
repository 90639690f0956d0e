"""The panel in JupyterLab 4 and Notebook 7, in a real browser, with a fake openBIS that speaks https."""
