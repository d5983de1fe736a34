import modal

app = modal.App("texts")

# What all functions need.
image = modal.Image.debian_slim(python_version="3.11").run_commands("echo blue > /colour.txt")
