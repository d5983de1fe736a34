import subprocess

import modal

PORT = 8000
app = modal.App("web-server")
image = modal.Image.debian_slim().pip_install("vllm==0.9")


@app.function(image=image, gpu="H100", timeout=60 * 60, scaledown_window=300)
@modal.concurrent(max_inputs=32)
@modal.web_server(port=PORT, startup_timeout=600)
def serve():
    cmd = ["vllm", "serve", "facebook/opt-125m", "--port", str(PORT)]
    print(*cmd)
    subprocess.Popen(" ".join(cmd), shell=True)
