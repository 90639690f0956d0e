"""Local files that are uploaded, and Jupyter's root folder."""
