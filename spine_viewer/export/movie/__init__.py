"""A film of a procedure as a file: MP4 or GIF."""
