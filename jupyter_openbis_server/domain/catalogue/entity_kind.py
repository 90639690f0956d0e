"""Kinds of entities in openBIS, including data sets."""

import enum


class EntityKind(str, enum.Enum):
    """The kind of an entity or data set."""

    SAMPLE = "sample"
    EXPERIMENT = "experiment"
    PROJECT = "project"
    SPACE = "space"
    DATA_SET = "dataSet"
