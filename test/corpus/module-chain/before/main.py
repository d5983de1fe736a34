import modal

from helpers import greeting

app = modal.App("module-chain")
image = modal.Image.debian_slim().apt_install("git")


@app.function()
def greet(name: str) -> str:
    return greeting(name)


@app.cls(image=image)
class Speaker:
    @modal.enter()
    def load(self):
        from texts import loud

        self.loud = loud

    @modal.method()
    def speak(self, name: str) -> str:
        return self.loud(greeting(name))


@app.local_entrypoint()
def main(name: str = "Ann"):
    print(greet.remote(name))
    print(Speaker().speak.remote(name))
