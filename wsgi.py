"""What a WSGI server loads."""

from programme import create_app

app = create_app()
