import modal

app = modal.App("example-doc-ocr")
model_cache = modal.Volume.from_name("hf-hub-cache", create_if_missing=True)


@app.function(gpu="A100", retries=0, volumes={"/models": model_cache})
def parse_receipt(text: str) -> str:
    return text.strip().upper()


@app.local_entrypoint()
def main(receipt: str = " total 3 "):
    print(parse_receipt.remote(receipt))
