"""Plans inside a Django site."""
