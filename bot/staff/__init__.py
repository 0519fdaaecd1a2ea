"""The desk: pages for the staff, behind accounts of their own."""

from .app import staff_app
from .guard import DeskRoute, StaffVisit, desk_route
from .throttle import Throttle

__all__ = ["DeskRoute", "StaffVisit", "Throttle", "desk_route", "staff_app"]
