"""The portrait of a commune or a territory on a page: one function a section, all from one `Portrait`."""
