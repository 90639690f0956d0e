"""Archives of electronic laboratory notebooks (`.eln`): their entries become objects in openBIS."""
