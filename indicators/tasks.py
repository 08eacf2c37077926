"""Jobs of this room. A handler is an interface: parse the arguments, one call into the domain, answer."""
