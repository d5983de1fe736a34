import fal
import fal_client


class Nightly(fal.App):
    app_name = "cron-of-a-class"

    def setup(self):
        self.day = 1

    @fal.endpoint("/")
    def run(self) -> int | None:
        return self.day


# TODO(modal-lint): schedule: fal has no schedules (`schedule=modal.Cron("0 3 * * *")`): let cron, a CI workflow or another scheduler start it at `0 3 * * *`
@fal.function(requirements=["fal-client"])
def trigger():
    return fal_client.subscribe("your-username/cron-of-a-class", arguments={})
