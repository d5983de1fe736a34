import argparse

import fal
import fal_client
from pydantic import BaseModel


def parse_receipt(text: str) -> str:
    return text.strip().upper()


class ParseReceiptInput(BaseModel):
    text: str


class ParseReceipt(fal.App):
    app_name = "example-doc-ocr"
    machine_type = "GPU-A100"

    @fal.endpoint("/")
    def parse_receipt(self, input: ParseReceiptInput) -> str:
        return parse_receipt(text=input.text)


def main(receipt: str = " total 3 "):
    print(fal_client.subscribe("your-username/example-doc-ocr", arguments={"text": receipt}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--receipt", default=" total 3 ")
    args = parser.parse_args()
    main(receipt=args.receipt)
