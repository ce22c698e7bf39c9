"""A reading in the forms others read: FollowTheMoney, CSV, and a page for people."""
