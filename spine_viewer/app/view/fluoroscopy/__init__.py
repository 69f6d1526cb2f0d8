"""The X-ray of what stands on the stage, and the controls of the C-arm."""
