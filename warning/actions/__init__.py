"""Every write of this room: one keyword-only function per verb."""
