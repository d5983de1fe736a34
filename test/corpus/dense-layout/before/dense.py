import os; import modal
from modal import method, enter; import json

app = modal.App('dense'); image = modal.Image.debian_slim().pip_install('tqdm')
@app.function(image=image, cpu=1)
def f(x): return x + 1
@app.function(image=image) # behind
# between
def g(x): y = f.remote(x); return y * 2
@app.cls(image=image)
class C:
    @enter()
    def load(self): self.n = 3
    @method()
    def run(self, x: int): return self.n * x
    @method()
    def both(self, x: int): a = self.run.local(x); return [a, json.loads("1")]
if __name__ == "__main__": print(os.sep)
