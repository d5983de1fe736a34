import argparse

import fal


@fal.function(machine_type="GPU-A100")
def parse_receipt(text: str) -> str:
    return text.strip().upper()


def main(receipt: str = " total 3 "):
    print(parse_receipt(receipt))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--receipt", default=" total 3 ")
    args = parser.parse_args()
    main(receipt=args.receipt)
