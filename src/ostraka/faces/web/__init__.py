"""The pages: calm, without a build step, whole without JavaScript.

Server-rendered Starlette and Jinja2; htmx only spares a reload.  Everything a page can do
is done by `casework`, which checks the rights; what stands here is how it is shown.
"""
