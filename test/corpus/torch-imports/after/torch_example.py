import fal


@fal.function(machine_type="GPU-H100", requirements=["torch", "numpy"])
def gpu_name() -> str:
    import numpy as np
    import torch
    return f"{torch.cuda.device_count() >= 0} {np.arange(3).sum()}"


def main():
    print(gpu_name())


if __name__ == "__main__":
    main()
