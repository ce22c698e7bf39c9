"""The HTTP face: yente's API over one home folder, without a search server.

`docs/api.md` is the guide.  A request is answered from a snapshot: the index of the
matching core and, beside it, the records a client gets to see.  This room must not
know how names are compared, nor how lists are read.
"""
