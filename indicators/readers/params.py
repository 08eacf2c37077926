"""Query parameters as every room reads them, at hand beside the readers of this one."""

from countries.params import ParamError, ParamErrors, Params

__all__ = ["ParamError", "ParamErrors", "Params"]
