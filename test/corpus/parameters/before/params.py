import modal

app = modal.App("parameters")


@app.cls()
class Model:
    name: str = modal.parameter()
    size: int = modal.parameter(default=2)

    @modal.enter()
    def load(self):
        self.label = f"{self.name}-{self.size}"

    @modal.method()
    def run(self, x: int) -> str:
        return f"{self.label}:{x}"


@app.local_entrypoint()
def main():
    print(Model(name="small", size=1).run.remote(1))
    print(Model(name="large", size=1).run.remote(2))
