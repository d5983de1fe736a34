import modal

app = modal.App("cron-of-a-class")
volume = modal.Volume.from_name("nightly")


@app.cls(secrets=[modal.Secret.from_dotenv()], volumes={"/out": volume})
class Nightly:
    @modal.enter()
    def load(self):
        self.day = 1

    @modal.method()
    def run(self) -> int:
        return self.day


@app.function(schedule=modal.Cron("0 3 * * *"))
def trigger():
    return Nightly().run.remote()
