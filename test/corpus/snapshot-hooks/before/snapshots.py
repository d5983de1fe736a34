import modal

app = modal.App("snapshot-hooks")


@app.cls(enable_memory_snapshot=True, startup_timeout=300)
class Stages:
    @modal.enter(snap=False)
    def third(self):
        self.order.append("third")

    @modal.enter(snap=True)
    def first(self):
        self.order = ["first"]

    @modal.enter(snap=True)
    def second(self):
        self.order.append("second")

    @modal.method()
    def seen(self) -> list[str]:
        return self.order

    @modal.exit()
    def end(self):
        self.order.clear()

    @modal.exit()
    def really(self):
        print("gone")
