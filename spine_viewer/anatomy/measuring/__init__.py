"""Measurements on finished meshes, by methods that know nothing of how the meshes were made."""
