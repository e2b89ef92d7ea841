"""The composition root: settings become resources, resources a dispatcher and workers. Nowhere else is all known."""
