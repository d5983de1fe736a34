import modal

from common import app


@app.cls()
class Ears:
    @modal.enter()
    def load(self):
        self.known = {"ding": "a bell", "woof": "a dog"}

    @modal.method()
    def hear(self, sound: str) -> str:
        return self.known.get(sound, "nothing")
