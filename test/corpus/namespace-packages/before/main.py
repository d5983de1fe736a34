import modal

app = modal.App("maps")
image = (
    modal.Image.debian_slim(python_version="3.11")
    .apt_install("git")
    .add_local_python_source("lab")
)


@app.function()
def measure(words: list[str]) -> list[int]:
    from lab.loader import sizes
    from lab.maps.core.parts.scale import double

    return [double(size) for size in sizes(words)]


@app.cls(image=image)
class Mapper:
    @modal.enter()
    def start(self):
        from lab.maps.core import Core

        self.core = Core()

    @modal.method()
    def layout(self, n: int) -> list[int]:
        return self.core.layout(n)


@app.local_entrypoint()
def main():
    print(measure.remote(["a", "bcd"]))
