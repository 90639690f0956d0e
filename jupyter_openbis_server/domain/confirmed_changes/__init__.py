"""Changes that are planned in one call and made by another one that confirms exactly that plan, with an audit log."""
