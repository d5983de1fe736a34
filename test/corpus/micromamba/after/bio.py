import fal
from fal.container import ContainerImage

image = ContainerImage.from_dockerfile_str("""
FROM mambaorg/micromamba:2.1.1-debian12-slim
USER root
SHELL ["/usr/local/bin/_dockerfile_shell.sh"]
ENV MAMBA_DOCKERFILE_ACTIVATE=1 PATH=/opt/conda/bin:$PATH
RUN micromamba install -n base -y python=3.10 pip -c conda-forge
RUN apt-get update && apt-get install -y curl
RUN micromamba install openmm=8.1 pdbfixer -c conda-forge --yes
COPY --from=ghcr.io/astral-sh/uv:latest /uv /.uv/uv
RUN /.uv/uv pip install --python $(command -v python) --compile-bytecode biopython
RUN python -m pip install fal
""")


@fal.function(image=image, request_timeout=900)
def complement(sequence: str) -> str:
    return sequence.translate(str.maketrans("ACGT", "TGCA"))[::-1]


def main():
    for result in (
        future.result()
        for future in [complement.submit(item) for item in ["ACGT", "AAAC"]]
    ):
        print(result)


if __name__ == "__main__":
    main()
