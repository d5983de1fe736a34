import modal

app = modal.App("relative-imports")
image = modal.Image.debian_slim().pip_install("numpy")
