"""From line integrals to the picture on the screen: detector, automatic brightness, display, marker."""
