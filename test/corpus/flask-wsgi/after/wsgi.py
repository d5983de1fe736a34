import fal


def serve():
    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "application/json")])
        return [b'{"path": "' + environ["PATH_INFO"].encode() + b'"}']

    return application


@fal.function(
    machine_type="S",
    requirements=["flask", "a2wsgi", "uvicorn"],
    exposed_port=8080,
)
def serve_app():
    import uvicorn
    from a2wsgi import WSGIMiddleware

    uvicorn.run(WSGIMiddleware(serve()), host="0.0.0.0", port=8080)
