"""12. Read the CSV files of a sample in several processes, which share the session of this one."""

from concurrent.futures import ProcessPoolExecutor

import pandas as pd

from jupyter_openbis_server import DataSet, connect


def maximum(url: str) -> float:
    """Return the highest optical density in a file of openBIS."""
    return float(pd.read_csv(url)["od600"].max())


if __name__ == "__main__":
    lab = connect()
    found = lab.search(DataSet, in_="/YEAST_LAB/GROWTH/TIME_SERIES")
    urls = [file.url for each in found for file in each.files("**/*.csv")]
    with ProcessPoolExecutor(8, initializer=lab.worker_login()) as pool:
        pd.Series(pool.map(maximum, urls), index=urls).to_csv("maxima.csv")
