"""Exact lengths of X-rays inside closed triangle meshes."""
