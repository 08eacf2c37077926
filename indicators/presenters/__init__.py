"""From a reader's rows to what a page writes: texts, looks, geometry. No query, no request, no rule."""
