import fal
from fal.container import ContainerImage

cuda_version = "12.4.0"  # should be no greater than host CUDA version
flavor = "devel"
operating_sys = "ubuntu22.04"
tag = f"{cuda_version}-{flavor}-{operating_sys}"

cuda_image = ContainerImage.from_dockerfile_str("""
FROM nvidia/cuda:12.4.0-devel-ubuntu22.04
COPY --from=ghcr.io/astral-sh/uv:latest /uv /.uv/uv
RUN /.uv/uv python install --no-bin --install-dir /opt/python 3.11 && cp -a /opt/python/cpython-3.11.*/. /usr/local/ && rm -rf /opt/python /usr/local/lib/python3.11/EXTERNALLY-MANAGED
ENV TERMINFO_DIRS=/etc/terminfo:/lib/terminfo:/usr/share/terminfo:/usr/lib/terminfo
RUN command -v curl || (apt-get update && apt-get install -y curl)
ENTRYPOINT []
RUN python -m pip install torch==2.4.0 torchvision --extra-index-url https://download.pytorch.org/whl/cu124 --pre
RUN apt-get update && apt-get install -y git
RUN python -m pip install fal
""")


@fal.function(machine_type="GPU-H100", num_gpus=2, image=cuda_image, max_concurrency=3)
def run(seed: int = 0):
    return {"seed": seed, "tag": tag}
