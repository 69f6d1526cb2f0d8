"""Air in the chest and neck: lungs and windpipe."""
