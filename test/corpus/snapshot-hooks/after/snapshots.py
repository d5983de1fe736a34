import fal


class Stages(fal.App):
    app_name = "snapshot-hooks"
    startup_timeout = 300

    def third(self):
        self.order.append("third")

    def first(self):
        self.order = ["first"]

    def second(self):
        self.order.append("second")

    @fal.endpoint("/")
    def seen(self):
        return self.order

    def end(self):
        self.order.clear()

    def really(self):
        print("gone")

    def setup(self):
        self.first()
        self.second()
        self.third()

    def teardown(self):
        self.end()
        self.really()
