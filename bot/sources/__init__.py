"""Where documents come from. Knows disks; understands no document."""
