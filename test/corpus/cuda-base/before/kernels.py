import modal

cuda_version = "12.4.0"  # should be no greater than host CUDA version
flavor = "devel"
operating_sys = "ubuntu22.04"
tag = f"{cuda_version}-{flavor}-{operating_sys}"

cuda_image = (
    modal.Image.from_registry(f"nvidia/cuda:{tag}", add_python="3.11")
    .entrypoint([])
    .pip_install(
        "torch==2.4.0",
        "torchvision",
        extra_index_url="https://download.pytorch.org/whl/cu124",
        pre=True,
    )
    .apt_install(["git"])
)

app = modal.App("example-cuda-base")


@app.function(gpu="H100:2", image=cuda_image, max_containers=3)
def run(seed: int = 0):
    return {"seed": seed, "tag": tag}
