"""The C-arm as a machine: how it moves and collimates, what it would run into, and the dose that it gives."""
