import modal

app = modal.App("flask-wsgi", image=modal.Image.debian_slim().pip_install("flask"))


@app.function(cpu=1)
@modal.wsgi_app()
def serve():
    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "application/json")])
        return [b'{"path": "' + environ["PATH_INFO"].encode() + b'"}']

    return application
