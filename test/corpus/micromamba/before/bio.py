import modal

image = (
    modal.Image.micromamba(python_version="3.10")
    .micromamba_install("openmm=8.1", "pdbfixer", channels=["conda-forge"])
    .uv_pip_install("biopython")
)
app = modal.App("micromamba", image=image)


@app.function(timeout=900)
def complement(sequence: str) -> str:
    return sequence.translate(str.maketrans("ACGT", "TGCA"))[::-1]


@app.local_entrypoint()
def main():
    for result in complement.map(["ACGT", "AAAC"]):
        print(result)
