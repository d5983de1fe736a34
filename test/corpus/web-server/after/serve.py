import subprocess

import fal

PORT = 8000


@fal.function(
    machine_type="GPU-H100",
    requirements=["vllm==0.9"],
    exposed_port=PORT,
    keep_alive=300,
    max_multiplexing=32,
    request_timeout=60 * 60,
    startup_timeout=600,
)
def serve():
    cmd = ["vllm", "serve", "facebook/opt-125m", "--port", str(PORT)]
    print(*cmd)
    subprocess.run(" ".join(cmd), shell=True)
