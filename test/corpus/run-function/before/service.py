import modal

from images import FOLDER, weights

app = modal.App("weights-service", image=weights)


@app.function()
def upper(text: str) -> str:
    return text.upper()


@app.cls()
class Model:
    @modal.enter()
    def load(self):
        self.folder = FOLDER

    @modal.method()
    def where(self, name: str) -> str:
        return f"{self.folder}/{name}"
