"""Where documents come from. Knows disks and networks; understands no document."""
