from warning.models.user import User
__all__ = ["User"]
