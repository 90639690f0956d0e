"""10. Analyse the CSV files of a sample by dask without downloading them; then download by its workers."""

import dask.dataframe as dd
from distributed import Client

from jupyter_openbis_server import DataSet, connect

if __name__ == "__main__":
    lab = connect()
    found = lab.search(DataSet, in_="/YEAST_LAB/GROWTH/TIME_SERIES")
    with Client(n_workers=2, threads_per_worker=2, dashboard_address=":0") as client:
        client.run(lab.worker_login())
        table = dd.read_csv([file.url for each in found for file in each.files("**/*.csv")], include_path_column="file")
        table.groupby("file").max().compute().to_csv("maxima.csv")
        found.download("series", executor=client.get_executor()).raise_first()
