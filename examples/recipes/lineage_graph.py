"""6. Save where a data set comes from, and what was made of it, as a graph for yEd, Cytoscape or Gephi."""

import networkx as nx

from jupyter_openbis_server import connect

PERM_ID = "20230315101500001-1001"

lineage = connect().lineage(PERM_ID)
nx.write_graphml(lineage.to_networkx(), "lineage.graphml")
for perm_id in nx.topological_sort(lineage.to_networkx()):
    print(lineage.nodes[perm_id])
