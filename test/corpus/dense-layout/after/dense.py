import os; import fal

import json
from pydantic import BaseModel


@fal.function(machine_type="S", requirements=["tqdm"])
def f(x): return x + 1
@fal.function(requirements=["tqdm", "fal"]) # behind
# between
def g(x): y = f(x); return y * 2


class RunInput(BaseModel):
    x: int


class BothInput(BaseModel):
    x: int


class C(fal.App):
    app_name = "dense"
    requirements = ["tqdm"]

    def setup(self): self.n = 3
    @fal.endpoint("/run")
    def run(self, input: RunInput):
        x = input.x
        return self.n * x
    @fal.endpoint("/both")
    def both(self, input: BothInput):
        x = input.x
        a = self.run(RunInput(x=x)); return [a, json.loads("1")]
if __name__ == "__main__": print(os.sep)
