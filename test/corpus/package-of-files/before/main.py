from common import app
from prepare import prepare
from train import train


@app.local_entrypoint()
def main(rows: int = 4, name: str = "first"):
    print(prepare.remote(rows))
    print(train.remote(name=name))
