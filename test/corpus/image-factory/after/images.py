CUDA = {"12.4": "nvidia/cuda:12.4.1-devel-ubuntu22.04", "12.8": "nvidia/cuda:12.8.0-devel-ubuntu24.04"}
